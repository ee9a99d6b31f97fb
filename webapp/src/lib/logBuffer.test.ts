import { beforeEach, expect, test } from 'vitest';
import { LogBuffer } from './logBuffer';

let buffer: LogBuffer;
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  buffer = new LogBuffer();
  buffer.begin(1, '2026-01-01T00:00:00Z');
});

test('pieces make lines, wherever they are cut', () => {
  expect(buffer.push({ attempt: 1, offset: 0, text: 'one\ntw' })).toBe(true);
  expect(buffer.push({ attempt: 1, offset: 6, text: 'o\n' })).toBe(true);
  expect(buffer.lines).toEqual(['one', 'two', '']);
});

test('offsets count bytes, not characters', () => {
  buffer.push({ attempt: 1, offset: 0, text: 'é∀😀' });
  expect(buffer.end).toBe(9);
  expect(buffer.push({ attempt: 1, offset: 9, text: '!' })).toBe(true);
  expect(buffer.lines).toEqual(['é∀😀!']);
});

test('what comes again is not shown again', () => {
  buffer.push({ attempt: 1, offset: 0, text: 'é one\n' });
  buffer.push({ attempt: 1, offset: 0, text: 'é one\n' });
  buffer.push({ attempt: 1, offset: 0, text: 'é one\ntwo\n' });
  buffer.push({ attempt: 1, offset: 0, text: 'é one\n' });
  buffer.push({ attempt: 1, offset: 11, text: 'three\n' });
  expect(buffer.lines).toEqual(['é one', 'two', 'three', '']);
});

test('a gap is refused, and changes nothing', () => {
  buffer.push({ attempt: 1, offset: 0, text: 'one\n' });
  expect(buffer.push({ attempt: 1, offset: 5, text: 'late\n' })).toBe(false);
  expect(buffer.lines).toEqual(['one', '']);
  expect(buffer.end).toBe(4);
});

test('another attempt begins anew; what is left of the one before is dropped', () => {
  buffer.push({ attempt: 1, offset: 0, text: 'old\n' });
  buffer.push({ attempt: 2, offset: 0, text: 'new\n' });
  buffer.push({ attempt: 1, offset: 4, text: 'old again\n' });
  expect(buffer.lines).toEqual(['new', '']);
  buffer.begin(3, null);
  expect(buffer.lines).toEqual(['']);
});

test('an attempt that was interrupted and runs again begins anew', () => {
  buffer.push({ attempt: 1, offset: 0, text: 'half\n' });
  buffer.begin(1, null);
  buffer.begin(1, '2026-01-01T00:00:00Z');
  expect(buffer.lines).toEqual(['half', '']);
  buffer.begin(1, '2026-01-01T00:00:09Z');
  buffer.push({ attempt: 1, offset: 0, text: 'whole\n' });
  expect(buffer.lines).toEqual(['whole', '']);
});

test('bytes that are no UTF-8 leave no false gap and no repetition', () => {
  // One byte E9 of Latin-1 came as U+FFFD, which takes three.
  buffer.push({ attempt: 1, offset: 0, text: 'caf\ufffd\n' });
  expect(buffer.push({ attempt: 1, offset: 5, text: 'next\n' })).toBe(true);
  expect(buffer.lines).toEqual(['caf\ufffd', 'next', '']);
  expect(buffer.end).toBe(10);
});

test('bytes of a file are taken from where the buffer ends, whole characters at a time', () => {
  const file = bytes('é one\n😀');
  expect(buffer.pushBytes(1, 0, file.subarray(0, file.length - 1))).toBe(true);
  expect(buffer.lines).toEqual(['é one', '']);
  expect(buffer.end).toBe(7);
  expect(buffer.pushBytes(1, 7, file.subarray(7))).toBe(true);
  expect(buffer.lines).toEqual(['é one', '😀']);
});

test('commands, remarks and complaints are known by their lines', () => {
  buffer.push({
    attempt: 1,
    offset: 0,
    text: '>>> latexmk\n! Undefined\nOverfull \\hbox (1pt)\na.tex:3: Bad\nLaTeX Warning: Hm\n--- done\n',
  });
  expect(buffer.kinds).toEqual(['command', 'error', 'box', 'error', 'warning', 'remark']);
  expect(buffer.heads).toEqual([0, 5]);
  expect(buffer.stops).toEqual([1, 3, 4]);
});
