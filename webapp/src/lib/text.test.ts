import { expect, test } from 'vitest';
import { body, bytes, count, delta, initials, subject } from './text';

test('the subject is the first line that has words', () => {
  expect(subject('\n  Prove lemma 3\n\nAt last.')).toBe('Prove lemma 3');
  expect(subject('')).toBe('');
  expect(subject(null)).toBe('');
});

test('the body is what comes after the subject', () => {
  expect(body('\nProve lemma 3\n\nAt last.\nAnd shorter.\n')).toBe('At last.\nAnd shorter.');
  expect(body('Prove lemma 3')).toBe('');
  expect(body(null)).toBe('');
});

test('initials are of the first and the last name, whole characters each', () => {
  expect(initials('Ada King Lovelace')).toBe('AL');
  expect(initials('  plato ')).toBe('P');
  expect(initials('𝒜da 😀')).toBe('𝒜😀');
  expect(initials('')).toBe('');
});

test('a change is shown with its sign, and nothing where there is none', () => {
  expect(delta(12, 11)).toBe('+1');
  expect(delta(1, 3)).toBe('−2');
  expect(delta(3, 3)).toBe('');
  expect(delta(null, 3)).toBe('');
});

test('counts and sizes are worded', () => {
  expect(count(1, 'page')).toBe('1 page');
  expect(count(0, 'page')).toBe('0 pages');
  expect(bytes(999)).toBe('999 byte');
  expect(bytes(48_213)).toBe('48.2 kB');
});
