import { useMemo } from 'react';
import type { Build } from '../api/types';
import styles from './Chart.module.css';
import { Plot } from './Plot';
import type { Series } from './series';

interface CurveProps {
  series: Series;
  /** Oldest first. */
  builds: readonly Build[];
  x: readonly (number | null)[];
  at: number;
  isHidden: boolean;
  onToggle: () => void;
  onPoint: (index: number) => void;
  onChoose: () => void;
}

/** A curve with its name, between what it moves, and what it is at the build that is marked. */
export function Curve({ series, builds, isHidden, onToggle, ...plot }: CurveProps) {
  const y = useMemo(() => builds.map(series.value), [builds, series]);
  const value = y[plot.at];
  return (
    <div className={styles.curve}>
      <div className={styles.head}>
        <button type="button" data-kind="bare" aria-pressed={!isHidden} onClick={onToggle}>
          {series.name}
        </button>
        {!isHidden && <Range y={y} series={series} />}
        <span className={styles.value}>{value == null ? '–' : series.word(value)}</span>
      </div>
      {!isHidden && <Plot y={y} {...plot} />}
    </div>
  );
}

function Range({ y, series }: { y: (number | null)[]; series: Series }) {
  const known = y.filter((each) => each !== null);
  if (known.length === 0) {
    return null;
  }
  const low = known.reduce((a, b) => Math.min(a, b));
  const high = known.reduce((a, b) => Math.max(a, b));
  return low === high ? null : (
    <span className={styles.range}>
      {series.brief(low)} to {series.brief(high)}
    </span>
  );
}
