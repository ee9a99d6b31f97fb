import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { BLOCK, blocksBetween, type Measured, offsets, type Range, shownLines } from '../lib/blocks';
import type { Target } from './useHashLine';

interface LogWindow {
  scroller: RefObject<HTMLDivElement | null>;
  onScroll(): void;
  /** The blocks to be drawn; above and below them is empty space of these heights. */
  blocks: Range;
  above: number;
  below: number;
  /** Whether the end is kept in view. */
  isFollowing: boolean;
  follow(): void;
}

interface WindowOptions {
  lineCount: number;
  hidden: Range[];
  /** The line to be brought into view. */
  target: Target | null;
  /** Whether there is more to come. */
  isGrowing: boolean;
  wrap: boolean;
}

/** As the style sheet has it; what is drawn is measured. */
const LINE_HEIGHT_PX = 20;
const STEP_PX = 300;
const NEAR_END_PX = 24;
const MOST_TRIES = 8;

/** Draws of a long list what is seen of it, as blocks whose heights are measured, since lines may wrap. */
export function useLogWindow({ lineCount, hidden, target, isGrowing, wrap }: WindowOptions): LogWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const [measured] = useState(() => new Map<number, Measured>());
  const [seen, setSeen] = useState({ top: 0, bottom: 1200 });
  const [, draw] = useState(0);
  const [isFollowing, setFollowing] = useState(isGrowing && target === null);
  const lastTop = useRef(0);
  const pending = useRef<{ target: Target; tries: number } | null>(null);

  const shown = shownLines(lineCount, hidden);
  const tops = offsets(shown, measured, LINE_HEIGHT_PX);
  const blocks = blocksBetween(tops, seen.top, seen.bottom);
  const total = tops[tops.length - 1] ?? 0;

  const look = useCallback(() => {
    const element = scroller.current;
    if (element) {
      const top = Math.floor(element.scrollTop / STEP_PX) * STEP_PX;
      const bottom = top + Math.ceil(element.clientHeight / STEP_PX + 1) * STEP_PX;
      setSeen((old) => (old.top === top && old.bottom === bottom ? old : { top, bottom }));
    }
  }, []);

  function onScroll() {
    const element = scroller.current;
    if (element) {
      const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - NEAR_END_PX;
      if (isAtEnd || element.scrollTop < lastTop.current) {
        setFollowing(isAtEnd);
      }
      lastTop.current = element.scrollTop;
      look();
    }
  }

  useLayoutEffect(() => {
    pending.current = target && { target, tries: 0 };
    if (target) {
      setFollowing(false);
    }
  }, [target]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: all heights change with the width, and where lines wrap or do not
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || typeof ResizeObserver === 'undefined') {
      return;
    }
    let width = element.clientWidth;
    measured.clear();
    draw((old) => old + 1);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== width) {
        width = element.clientWidth;
        measured.clear();
      }
      look();
      draw((old) => old + 1);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [wrap, look, measured]);

  // After each drawing: measure what was drawn, then bring into view what is to be seen.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    const isNews = measure(element, shown, measured);
    if (isNews) {
      draw((old) => old + 1);
    }
    const wanted = pending.current;
    if (wanted !== null && wanted.target.line < lineCount) {
      const row = element.querySelector<HTMLElement>(`[data-line="${wanted.target.line}"]`);
      element.scrollTop =
        (row?.offsetTop ?? tops[Math.floor(wanted.target.line / BLOCK)] ?? 0) - element.clientHeight / 3;
      wanted.tries++;
      if ((row !== null && !isNews) || wanted.tries > MOST_TRIES) {
        pending.current = null;
      }
      look();
    } else if (isFollowing) {
      // Also when the build has ended: its last lines come after the news of it.
      element.scrollTop = element.scrollHeight;
      look();
    }
  });

  return {
    scroller,
    onScroll,
    blocks,
    above: tops[blocks.first] ?? 0,
    below: total - (tops[blocks.end] ?? total),
    isFollowing,
    follow: () => setFollowing(true),
  };
}

/** Whether anything has another height than was known. */
function measure(scroller: HTMLElement, shown: readonly number[], measured: Map<number, Measured>): boolean {
  let isNews = false;
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-block]')) {
    const block = Number(element.dataset.block);
    const height = element.getBoundingClientRect().height;
    const lines = shown[block] ?? 0;
    const known = measured.get(block);
    // A page that is not laid out has no heights.
    if (
      height > 0 &&
      (known === undefined || known.shown !== lines || Math.abs(known.height - height) > 0.5)
    ) {
      measured.set(block, { shown: lines, height });
      isNews = true;
    }
  }
  return isNews;
}
