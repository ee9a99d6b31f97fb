import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { rowAt } from '../lib/offsets';

/** What is drawn above and below what is seen, so that neither the keyboard nor a quick hand comes to an end. */
const MARGIN_PX = 600;
/** Where nothing is laid out yet. */
const FIRST = [0, 24] as const;

/**
 * Which of many rows of known heights are near what the window shows: the first, and the one after the last. Rows that
 * come in above do not move what is being read. `keys` name the rows, `offsets` say where they begin.
 */
export function useWindowed(
  list: RefObject<HTMLElement | null>,
  keys: readonly string[],
  offsets: readonly number[],
): readonly [number, number] {
  const [range, setRange] = useState<readonly [number, number]>(FIRST);
  const reading = useRef<{ key: string; offset: number } | null>(null);

  useLayoutEffect(() => {
    function look() {
      const top = -(list.current?.getBoundingClientRect().top ?? 0);
      const from = rowAt(offsets, top - MARGIN_PX);
      const to = rowAt(offsets, top + window.innerHeight + MARGIN_PX) + 1;
      setRange((old) => (old[0] === from && old[1] === to ? old : [from, to]));
      const row = rowAt(offsets, top);
      reading.current = top > 0 ? { key: keys[row] ?? '', offset: offsets[row] ?? 0 } : null;
    }
    const before = reading.current;
    const row = before === null ? -1 : keys.indexOf(before.key);
    if (before !== null && row >= 0 && offsets[row] !== before.offset) {
      window.scrollBy(0, (offsets[row] ?? 0) - before.offset);
    }
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [list, keys, offsets]);
  return range;
}
