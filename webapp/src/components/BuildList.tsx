import { useEffect, useMemo, useRef, useState } from 'react';
import { compared as compare } from '../api/figures';
import type { BuildPage } from '../api/types';
import { useKeys } from '../hooks/useKeys';
import { NARROW, useMedia } from '../hooks/useMedia';
import { useWindowed } from '../hooks/useWindowed';
import { offsetsOf } from '../lib/offsets';
import styles from './BuildList.module.css';
import { BuildRow } from './BuildRow';
import { type Line, linesOf } from './lines';

/** Fixed, so that the place of any of ten thousand rows is known without drawing it. */
const HEIGHTS = { day: 44, wide: 62, narrow: 96 };
/** So few rows before the end, more are asked for. */
const AHEAD = 20;

interface BuildListProps {
  page: BuildPage;
  onEnd: () => void;
}

/** The builds, newest first, grouped by day. Only what is near the window is drawn. */
export function BuildList({ page, onEnd }: BuildListProps) {
  const { builds, next, remote } = page;
  const list = useRef<HTMLOListElement>(null);
  const rowHeight = useMedia(NARROW) ? HEIGHTS.narrow : HEIGHTS.wide;
  const lines = useMemo(() => linesOf(builds), [builds]);
  const keys = useMemo(() => lines.map((line) => line.key), [lines]);
  const offsets = useMemo(
    () => offsetsOf(lines.map((line) => (line.build ? rowHeight : HEIGHTS.day))),
    [lines, rowHeight],
  );
  const compared = useMemo(() => compare(builds), [builds]);
  const [from, to] = useWindowed(list, keys, offsets);
  const { setCurrent, linkOf } = useCurrentRow(lines, offsets, list);

  const isNearEnd = next !== null && to > lines.length - AHEAD;
  useEffect(() => {
    if (isNearEnd) {
      onEnd();
    }
  }, [isNearEnd, onEnd]);

  return (
    <ol className={styles.list} ref={list} style={{ height: offsets.at(-1) }}>
      {lines.slice(from, to).map(({ key, day, build, place }, index) => {
        const top = offsets[from + index] ?? 0;
        const height = (offsets[from + index + 1] ?? top) - top;
        const figures = build && compared.get(build.commit);
        return (
          <li
            key={key}
            style={{ top, height }}
            aria-posinset={place}
            aria-setsize={build ? sizeOf(page) : undefined}
          >
            {build && figures ? (
              <BuildRow
                build={build}
                compared={figures}
                remote={remote}
                link={linkOf(key)}
                onFocus={() => setCurrent(key)}
              />
            ) : (
              <h2 className={styles.day}>{day}</h2>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** How many there are, for screen readers; -1 is their word for "not known". */
function sizeOf({ builds, next }: BuildPage): number {
  return next === null ? builds.length : -1;
}

/** `j` and `k` go from row to row, also to one that is not drawn yet. */
function useCurrentRow(lines: Line[], offsets: number[], list: React.RefObject<HTMLElement | null>) {
  const [current, setCurrent] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);

  function move(step: 1 | -1) {
    let row = lines.findIndex((line) => line.key === current) + step;
    while (lines[row]?.build === null) {
      row += step;
    }
    const line = lines[row];
    if (!line || !list.current) {
      return;
    }
    setCurrent(line.key);
    const drawn = list.current.querySelector<HTMLElement>(`[data-key="${line.key}"]`);
    if (drawn) {
      drawn.focus();
    } else {
      // It takes the focus when it comes.
      wanted.current = line.key;
      const top = list.current.getBoundingClientRect().top + (offsets[row] ?? 0);
      window.scrollBy(0, top - window.innerHeight / 3);
    }
  }

  useKeys({ j: () => move(1), k: () => move(-1) });

  const linkOf = (key: string) => (element: HTMLAnchorElement | null) => {
    if (element !== null) {
      element.dataset.key = key;
      if (wanted.current === key) {
        wanted.current = null;
        element.focus();
      }
    }
  };
  return { setCurrent, linkOf };
}
