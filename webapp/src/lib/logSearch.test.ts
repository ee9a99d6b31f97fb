import { expect, test } from 'vitest';
import { LogBuffer } from './logBuffer';
import { LogSearch } from './logSearch';

test('lines are found by what they show, in any case, and as they come in', () => {
  const buffer = new LogBuffer();
  const search = new LogSearch();
  buffer.push({ attempt: 1, offset: 0, text: 'one (a)\ntwo\n\x1b[31mON\x1b[0mE (A)\n' });
  expect(search.matches(buffer, 'one (a')).toEqual([0, 2]);
  buffer.push({ attempt: 1, offset: buffer.end, text: 'and one (a)\n' });
  expect(search.matches(buffer, 'one (a')).toEqual([0, 2, 3]);
  expect(search.matches(buffer, 'two')).toEqual([1]);
  expect(search.matches(buffer, '')).toEqual([]);
});

test('another attempt is searched anew', () => {
  const buffer = new LogBuffer();
  const search = new LogSearch();
  buffer.push({ attempt: 1, offset: 0, text: 'x\nx\n' });
  expect(search.matches(buffer, 'x')).toEqual([0, 1]);
  buffer.push({ attempt: 2, offset: 0, text: 'y\nx\n' });
  expect(search.matches(buffer, 'x')).toEqual([1]);
});
