import type { Build } from '../api/types';
import { dayOf } from '../lib/time';

/** What stands in one line of the list: a day, or a build with its place among the builds, from 1. */
export type Line =
  | { key: string; day: string; build: null; place: undefined }
  | { key: string; day: null; build: Build; place: number };

/** The builds with a line before the first of each day. A day is that in which a build came in: by that they are ordered. */
export function linesOf(builds: readonly Build[]): Line[] {
  const lines: Line[] = [];
  let before: string | null = null;
  for (const [index, build] of builds.entries()) {
    // Words take a hundred times as long, and there may be ten thousand builds.
    const date = new Date(build.queuedAt).toDateString();
    if (date !== before) {
      const day = dayOf(build.queuedAt);
      // With its first build's hash: a clock that was set back must not give two lines the same key.
      lines.push({
        key: `${day}-${before === null ? '' : build.commit}`,
        day,
        build: null,
        place: undefined,
      });
      before = date;
    }
    lines.push({ key: build.commit, day: null, build, place: index + 1 });
  }
  return lines;
}
