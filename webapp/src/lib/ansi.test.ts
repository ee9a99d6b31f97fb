import { expect, test } from 'vitest';
import { parseAnsi, plainText } from './ansi';

test('plain text stays as it is', () => {
  expect(parseAnsi('Überschrift: \\section{α}')).toEqual([{ text: 'Überschrift: \\section{α}' }]);
});

test('colours and weights become styles', () => {
  expect(parseAnsi('a \x1b[1;31mred\x1b[0m b')).toEqual([
    { text: 'a ' },
    { text: 'red', bold: true, colour: 1 },
    { text: ' b' },
  ]);
  expect(parseAnsi('\x1b[92mgreen\x1b[39m')[0]).toEqual({ text: 'green', colour: 2 });
  expect(parseAnsi('\x1b[44mon blue')[0]).toEqual({ text: 'on blue', background: 4 });
});

test('of many colours the nearest legible one is taken', () => {
  expect(parseAnsi('\x1b[38;5;196mx')[0]?.colour).toBe(1);
  expect(parseAnsi('\x1b[38;2;0;200;250mx')[0]?.colour).toBe(6);
  expect(parseAnsi('\x1b[38;5;12;1mx')[0]).toEqual({ text: 'x', colour: 4, bold: true });
});

test('a link of OSC 8 leaves its words, and nothing of where it leads', () => {
  expect(plainText('see \x1b]8;;javascript:alert(1)\x07here\x1b]8;;\x07!')).toBe('see here!');
  expect(plainText('see \x1b]8;;javascript:alert(1)\x1b\\here\x1b]8;;\x1b\\!')).toBe('see here!');
});

test('cursor movements, titles, unfinished sequences and control characters are left out', () => {
  expect(plainText('a\x1b[2Kb\x1b]0;title\x07c\x00\x08d\x1b[3')).toBe('abcd');
  expect(plainText('\x1b]0;never ended')).toBe('');
  expect(plainText('\x1b(Bx\x9b31my')).toBe('xy');
});

test('a carriage return writes over what was there', () => {
  expect(plainText('10 %\r50 %\r100 %')).toBe('100 %');
  expect(plainText('loaded\rnew')).toBe('newded');
  expect(plainText('line of Windows\r')).toBe('line of Windows');
});

test('markup is text', () => {
  expect(plainText('<script>alert(1)</script>\x1b[31m<img>')).toBe('<script>alert(1)</script><img>');
});
