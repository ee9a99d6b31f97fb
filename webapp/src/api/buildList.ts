import type { BuildFilter } from './client';
import type { Build, BuildPage } from './types';

/** Whether the daemon would list a build for this filter: its rule, for what comes by the stream. */
export function matches(build: Build, { branch, state, q }: BuildFilter): boolean {
  const text = q.toLowerCase();
  return (
    (branch === '' || build.branch === branch) &&
    (state === '' || build.state === state) &&
    [build.commit, build.message, build.author].some((each) => each?.toLowerCase().includes(text))
  );
}

/** The list after a build has changed, or has come: older ones than are loaded wait until they are scrolled to. */
export function withBuild(page: BuildPage, build: Build, filter: BuildFilter): BuildPage {
  const others = page.builds.filter((each) => each.commit !== build.commit);
  if (!matches(build, filter)) {
    return others.length === page.builds.length ? page : { ...page, builds: others };
  }
  const place = others.findIndex((each) => each.sequence < build.sequence);
  if (place < 0 && page.next !== null && others.length === page.builds.length) {
    return page;
  }
  const builds = place < 0 ? [...others, build] : others.toSpliced(place, 0, build);
  return { ...page, builds };
}

/** The list with the page that follows it; unchanged where it is another list by now. */
export function withMore(page: BuildPage, cursor: string, more: BuildPage): BuildPage {
  if (page.next !== cursor) {
    return page;
  }
  const known = new Set(page.builds.map((build) => build.commit));
  return {
    ...page,
    builds: [...page.builds, ...more.builds.filter((build) => !known.has(build.commit))],
    next: more.next,
  };
}

/** A newly loaded first page before what was scrolled to, unless so much is new that there would be a gap. */
export function rejoined(fresh: BuildPage, old: BuildPage): BuildPage {
  const end = fresh.builds.at(-1)?.sequence;
  if (fresh.next === null || end === undefined || (old.builds[0]?.sequence ?? -1) < end) {
    return fresh;
  }
  const rest = old.builds.filter((build) => build.sequence < end);
  return rest.length === 0 ? fresh : { ...fresh, builds: [...fresh.builds, ...rest], next: old.next };
}
