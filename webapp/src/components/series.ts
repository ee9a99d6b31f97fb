import { pdfOf } from '../api/figures';
import type { Build } from '../api/types';
import { bytes, count } from '../lib/text';
import { duration } from '../lib/time';

/** One of the curves over the builds. */
export interface Series {
  name: string;
  value(build: Build): number | null;
  word(value: number): string;
  /** The same where the name says of what. */
  brief(value: number): string;
}

const plain = (value: number) => value.toLocaleString();

export const SERIES: Series[] = [
  {
    name: 'Pages',
    value: (build) => pdfOf(build)?.pages ?? null,
    word: (value) => count(value, 'page'),
    brief: plain,
  },
  {
    name: 'Warnings',
    value: (build) => build.problems?.warnings ?? null,
    word: (value) => count(value, 'warning'),
    brief: plain,
  },
  { name: 'Duration', value: (build) => build.durationMs, word: duration, brief: duration },
  { name: 'Size', value: (build) => pdfOf(build)?.bytes ?? null, word: bytes, brief: bytes },
];

/** More than these are ink and no curve at the width that a chart has here. */
const MOST = 200;

/** The newest builds that have ended, oldest first, as a chart reads them. */
export function ended(builds: readonly Build[]): Build[] {
  return builds
    .filter((build) => build.finishedAt !== null)
    .slice(0, MOST)
    .toReversed();
}

/** Where each build stands: evenly, or at the time when it came in. */
export function places(builds: readonly Build[], isByTime: boolean): number[] {
  return builds.map((build, index) => (isByTime ? Date.parse(build.queuedAt) : index));
}
