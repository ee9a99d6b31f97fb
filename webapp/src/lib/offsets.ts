/** Where each of some rows begins; one more at the end, where the last one ends. */
export function offsetsOf(heights: readonly number[]): number[] {
  const offsets = [0];
  for (const [row, height] of heights.entries()) {
    offsets.push((offsets[row] ?? 0) + height);
  }
  return offsets;
}

/** The last row that begins at or above `y`. */
export function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= y) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
