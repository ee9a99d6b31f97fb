import { expect, test } from 'vitest';
import { offsetsOf, rowAt } from './offsets';

const offsets = offsetsOf([40, 60, 60]);

test('rows begin where the one before ends', () => {
  expect(offsets).toEqual([0, 40, 100, 160]);
  expect(offsetsOf([])).toEqual([0]);
});

test('a place belongs to the row that begins at or above it', () => {
  expect([0, 39, 40, 99, 100, 159].map((y) => rowAt(offsets, y))).toEqual([0, 0, 1, 1, 2, 2]);
});

test('a place beyond the ends belongs to the row at that end', () => {
  expect(rowAt(offsets, -500)).toBe(0);
  expect(rowAt(offsets, 9000)).toBe(2);
  expect(rowAt([0], 10)).toBe(0);
});
