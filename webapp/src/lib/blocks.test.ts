import { expect, test } from 'vitest';
import { BLOCK, blocksBetween, foldedRanges, headOf, isHidden, offsets, shownLines } from './blocks';

test('a folded command hides what it wrote, up to the next command or remark', () => {
  const hidden = foldedRanges([0, 5, 9], new Set([0, 9]), 20);
  expect(hidden).toEqual([
    { first: 1, end: 5 },
    { first: 10, end: 20 },
  ]);
  expect(isHidden(hidden, 0)).toBe(false);
  expect(isHidden(hidden, 4)).toBe(true);
  expect(isHidden(hidden, 5)).toBe(false);
  expect(headOf([0, 5, 9], 7)).toBe(5);
  expect(headOf([3], 1)).toBeUndefined();
});

test('folded lines take no room in any block', () => {
  expect(shownLines(2 * BLOCK + 3, [])).toEqual([BLOCK, BLOCK, 3]);
  expect(shownLines(2 * BLOCK + 3, [{ first: 1, end: 2 * BLOCK + 1 }])).toEqual([1, 0, 2]);
});

test('what was measured counts, unless other lines are shown by now; the rest is estimated', () => {
  const measured = new Map([
    [0, { shown: 64, height: 1500 }],
    [1, { shown: 64, height: 9999 }],
  ]);
  expect(offsets([64, 10, 64], measured, 20)).toEqual([0, 1500, 1700, 2980]);
});

test('only the blocks around what is seen are drawn', () => {
  const tops = offsets(shownLines(100_000, []), new Map(), 20);
  const { first, end } = blocksBetween(tops, 1_000_000, 1_000_800);
  expect(first * BLOCK * 20).toBeLessThanOrEqual(1_000_000);
  expect(end * BLOCK * 20).toBeGreaterThanOrEqual(1_000_800);
  expect(end - first).toBeLessThanOrEqual(4);
  expect(blocksBetween([0], 0, 800)).toEqual({ first: 0, end: 0 });
});
