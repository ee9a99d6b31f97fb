import type { PointerEvent } from 'react';
import { nearest, pathOf, SIDE, scaled } from '../lib/curve';
import styles from './Plot.module.css';

interface PlotProps {
  /** From 0 to `SIDE`. */
  x: readonly (number | null)[];
  y: readonly (number | null)[];
  /** The place in `x` that is marked. */
  at: number;
  onPoint: (index: number) => void;
  onChoose: () => void;
}

/** One curve. What it says stands beside it in words, and the slider below all curves does what the hand does here. */
export function Plot({ x, y, at, onPoint, onChoose }: PlotProps) {
  const up = scaled(y);
  const across = x[at];
  const height = up[at];

  function point(event: PointerEvent<SVGSVGElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onPoint(nearest(x, ((event.clientX - left) / width) * SIDE));
  }

  return (
    <svg
      className={styles.plot}
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerMove={point}
      onClick={onChoose}
    >
      <rect width={SIDE} height={SIDE} fill="none" pointerEvents="all" />
      {across != null && <path className={styles.rule} d={`M${across} 0V${SIDE}`} />}
      <path className={styles.line} d={pathOf(x, up)} />
      {across != null && height != null && (
        <path className={styles.dot} d={`M${across} ${SIDE - height}h0`} />
      )}
    </svg>
  );
}
