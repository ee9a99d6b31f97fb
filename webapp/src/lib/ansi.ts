/** A stretch of a line of the log that looks the same. Colours are 0 to 7: black, red, green, yellow, blue, magenta, cyan, white. */
export interface Span {
  text: string;
  colour?: number;
  background?: number;
  bold?: boolean;
  faint?: boolean;
  italic?: boolean;
  underline?: boolean;
}

type Style = Omit<Span, 'text'>;

/**
 * Escape sequences as in ECMA-48, 5.4 and 8.3: those that end in `m` style the text, all others (cursor movements, titles,
 * the links of OSC 8) are left out; an unfinished one, too.
 */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
  /\x1b\[([0-9:;<=>?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b\[[0-9:;<=>?]*$|\x1b[ -/]*[0-Z\\^-~]?|\x9b[0-9:;<=>?]*[ -/]*[@-~]?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is not to be shown
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
const PLAIN = /^[\t -~\xa0-\uffff]*$/;

/** A line as a terminal shows it in the end: text and styles, nothing else. */
export function parseAnsi(line: string): Span[] {
  if (PLAIN.test(line)) {
    return [{ text: line }];
  }
  const overwritten = line.replace(/\r+$/, '').split('\r');
  const spans = overwritten.reduce<Span[]>((below, above) => overlay(below, styled(above)), []);
  return spans.length > 0 ? spans : [{ text: '' }];
}

/** The same without the styles, for searching. */
export function plainText(line: string): string {
  return PLAIN.test(line)
    ? line
    : parseAnsi(line)
        .map((span) => span.text)
        .join('');
}

function styled(text: string): Span[] {
  const spans: Span[] = [];
  let style: Style = {};
  let from = 0;
  const add = (to: number) => {
    const shown = text.slice(from, to).replace(CONTROLS, '');
    if (shown !== '') {
      spans.push({ text: shown, ...style });
    }
  };
  for (const sequence of text.matchAll(ESCAPES)) {
    add(sequence.index);
    from = sequence.index + sequence[0].length;
    if (sequence[2] === 'm') {
      style = restyled(style, (sequence[1] ?? '').split(/[;:]/).map(Number));
    }
  }
  add(text.length);
  return spans;
}

/** What was written over a line after a carriage return; what is longer below is still seen. */
function overlay(below: Span[], above: Span[]): Span[] {
  let covered = above.reduce((sum, span) => sum + span.text.length, 0);
  const rest: Span[] = [];
  for (const span of below) {
    if (covered < span.text.length) {
      rest.push({ ...span, text: span.text.slice(covered) });
    }
    covered = Math.max(0, covered - span.text.length);
  }
  return [...above, ...rest];
}

/** Select Graphic Rendition, ECMA-48, 8.3.117. */
function restyled(before: Style, codes: number[]): Style {
  let style = { ...before };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, i + 1);
      style[code === 38 ? 'colour' : 'background'] = colour;
      i += used;
    } else if (code === 0) {
      style = {};
    } else {
      Object.assign(style, CHANGES[code] ?? colours(code));
    }
  }
  return style;
}

const CHANGES: Record<number, Style> = {
  1: { bold: true },
  2: { faint: true },
  3: { italic: true },
  4: { underline: true },
  22: { bold: undefined, faint: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  39: { colour: undefined },
  49: { background: undefined },
};

function colours(code: number): Style {
  const decade = Math.floor(code / 10);
  if (code % 10 > 7) {
    return {};
  }
  return decade === 3 || decade === 9
    ? { colour: code % 10 }
    : decade === 4 || decade === 10
      ? { background: code % 10 }
      : {};
}

/** `5;n` and `2;r;g;b`, as the nearest of the eight: those are legible on either theme. And how many codes it took. */
function extended(codes: number[], at: number): [number | undefined, number] {
  if (codes[at] === 2) {
    return [nearest(codes.slice(at + 1, at + 4), 128), 4];
  }
  const number = codes[at + 1] ?? 0;
  if (number < 16) {
    return [number % 8, 2];
  }
  const cube = number - 16;
  const levels = number < 232 ? [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6] : [];
  return [nearest(levels, 3), 2];
}

function nearest(levels: number[], half: number): number {
  return levels.reduce((sum, level, bit) => sum + (level >= half ? 1 << bit : 0), 0);
}
