import { expect, test } from 'vitest';
import { nearest, pathOf, scaled } from './curve';

test('the lowest value is at one end, the highest at the other, and what is not known nowhere', () => {
  expect(scaled([3, null, 5, 4])).toEqual([0, null, 1000, 500]);
});

test('values that are all the same are in the middle', () => {
  expect(scaled([7, 7])).toEqual([500, 500]);
  expect(scaled([null])).toEqual([null]);
});

test('a curve goes through what is known', () => {
  expect(pathOf([0, 500, 1000], [0, null, 1000])).toBe('M0 1000L1000 0');
  expect(pathOf([500], [500])).toBe('M500 500h0');
  expect(pathOf([0], [null])).toBe('');
});

test('the nearest place is found', () => {
  expect([-10, 240, 260, 5000].map((at) => nearest([0, 500, 1000], at))).toEqual([0, 0, 1, 2]);
});
