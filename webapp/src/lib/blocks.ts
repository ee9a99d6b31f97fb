/** Lines are drawn and measured in blocks: a list of 100,000 lines has 3,125 of them. */
export const BLOCK = 32;

/** Lines from `first` to before `end` that are folded away. */
export interface Range {
  first: number;
  end: number;
}

/** What is hidden below folded commands: up to the next command or remark. Ranges are in order and apart. */
export function foldedRanges(
  heads: readonly number[],
  folded: ReadonlySet<number>,
  lineCount: number,
): Range[] {
  return heads.flatMap((head, i) =>
    folded.has(head) ? [{ first: head + 1, end: heads[i + 1] ?? lineCount }] : [],
  );
}

/** The head that a line is below, if there is one. */
export function headOf(heads: readonly number[], line: number): number | undefined {
  return heads[firstAbove(heads, line) - 1];
}

export function isHidden(ranges: readonly Range[], line: number): boolean {
  return ranges.some((range) => line >= range.first && line < range.end);
}

/** How many lines of each block are shown. */
export function shownLines(lineCount: number, hidden: readonly Range[]): number[] {
  const shown = Array.from({ length: Math.ceil(lineCount / BLOCK) }, (_, block) =>
    Math.min(BLOCK, lineCount - block * BLOCK),
  );
  for (const { first, end } of hidden) {
    for (let from = first; from < end; ) {
      const block = Math.floor(from / BLOCK);
      const to = Math.min(end, (block + 1) * BLOCK);
      shown[block] = (shown[block] ?? 0) - (to - from);
      from = to;
    }
  }
  return shown;
}

/** What was measured of a block, and how many lines it showed then. */
export interface Measured {
  shown: number;
  height: number;
}

/** Where each block begins, in pixels, and as the last entry where all end; what was not measured yet is estimated. */
export function offsets(
  shown: readonly number[],
  measured: ReadonlyMap<number, Measured>,
  lineHeight: number,
): number[] {
  const tops = [0];
  let top = 0;
  shown.forEach((lines, block) => {
    const known = measured.get(block);
    top += known?.shown === lines ? known.height : lines * lineHeight;
    tops.push(top);
  });
  return tops;
}

/** The blocks that are to be drawn for what is seen between two heights, and one more on either side. */
export function blocksBetween(tops: readonly number[], top: number, bottom: number): Range {
  const count = tops.length - 1;
  const first = Math.max(0, firstAbove(tops, top) - 2);
  return { first, end: Math.max(first, Math.min(count, firstAbove(tops, bottom) + 1)) };
}

/** The index of the first of ascending numbers that is greater than `limit`. */
export function firstAbove(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > limit) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
