import { useState } from 'react';
import { parseAnsi, type Span } from '../../lib/ansi';
import styles from './LogText.module.css';

const LONGEST = 2000;
/** What a progress bar wrote over and over is not worth more. */
const LONGEST_OVERWRITTEN = 20_000;

/** One line of the log: its text with its colours, and where the search found something. Never anything but text. */
export function LogText({ line, pattern }: { line: string; pattern: RegExp | null }) {
  const [isWhole, setWhole] = useState(false);
  const text =
    line.length > LONGEST_OVERWRITTEN ? line.slice(line.lastIndexOf('\r', line.length - 2) + 1) : line;
  const isCut = !isWhole && text.length > LONGEST;
  const spans = parseAnsi(isCut ? text.slice(0, LONGEST) : text);
  return (
    <>
      {(pattern ? marked(spans, pattern) : spans).map((span, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line's parts have nothing else
        <Part key={i} span={span} />
      ))}
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          … and {(text.length - LONGEST).toLocaleString()} more characters
        </button>
      )}
    </>
  );
}

interface MarkedSpan extends Span {
  isFound?: boolean;
}

function Part({ span }: { span: MarkedSpan }) {
  const { text, isFound, colour, background, bold, faint, italic, underline } = span;
  const Element = isFound ? 'mark' : 'span';
  const isPlain =
    !bold && !faint && !italic && !underline && colour === undefined && background === undefined;
  if (isPlain && !isFound) {
    return text;
  }
  return (
    <Element
      className={`${isPlain ? '' : styles.styled} ${isFound ? styles.found : ''}`}
      data-colour={colour}
      data-background={background}
      data-bold={bold}
      data-faint={faint}
      data-italic={italic}
      data-underline={underline}
    >
      {text}
    </Element>
  );
}

/** Cuts the parts where what was found begins and ends; it may go over several. */
function marked(spans: Span[], pattern: RegExp): MarkedSpan[] {
  const text = spans.map((span) => span.text).join('');
  const cuts: [number, number][] = [...text.matchAll(pattern)].map((found) => [
    found.index,
    found.index + found[0].length,
  ]);
  let start = 0;
  return spans.flatMap((span) => {
    const parts: MarkedSpan[] = [];
    const end = start + span.text.length;
    let at = start;
    const add = (to: number, isFound: boolean) => {
      if (to > at) {
        parts.push({ ...span, text: text.slice(at, to), isFound });
        at = to;
      }
    };
    for (const [from, to] of cuts) {
      if (to > at && from < end) {
        add(Math.max(at, from), false);
        add(Math.min(end, to), true);
      }
    }
    add(end, false);
    start = end;
    return parts;
  });
}
