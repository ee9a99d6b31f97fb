import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Build } from '../api/types';
import { scaled } from '../lib/curve';
import { STATES } from '../lib/states';
import { count, shortHash, subject } from '../lib/text';
import styles from './Chart.module.css';
import { Curve } from './Curve';
import { ended, places, SERIES } from './series';

/**
 * What the builds came to: curves one above the other, each with a scale of its own, and the same build marked in all. The
 * newest is, until a hand or the slider points elsewhere.
 */
export function Chart({ builds }: { builds: readonly Build[] }) {
  const [isByTime, setByTime] = useState(false);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [pointed, setPointed] = useState<number | null>(null);
  const [, navigate] = useLocation();
  const shown = useMemo(() => ended(builds), [builds]);
  const x = useMemo(() => scaled(places(shown, isByTime)), [shown, isByTime]);
  const at = Math.min(pointed ?? shown.length, shown.length - 1);
  const build = shown[at];
  if (build === undefined || shown.length < 2) {
    return null;
  }
  const toggle = (name: string) =>
    setHidden((old) => (old.includes(name) ? old.filter((each) => each !== name) : [...old, name]));

  return (
    <section className={styles.chart} onPointerLeave={() => setPointed(null)}>
      <div className={styles.head}>
        <h2>The last {count(shown.length, 'build')}</h2>
        <select
          aria-label="What the chart runs along"
          value={isByTime ? 'time' : 'commit'}
          onChange={(event) => setByTime(event.target.value === 'time')}
        >
          <option value="commit">by commit</option>
          <option value="time">by time</option>
        </select>
      </div>
      {SERIES.map((series) => (
        <Curve
          key={series.name}
          series={series}
          builds={shown}
          x={x}
          at={at}
          isHidden={hidden.includes(series.name)}
          onToggle={() => toggle(series.name)}
          onPoint={setPointed}
          onChoose={() => navigate(addressOf(build))}
        />
      ))}
      <input
        className={styles.slider}
        type="range"
        aria-label="The build that is marked"
        aria-valuetext={nameOf(build)}
        min={0}
        max={shown.length - 1}
        value={at}
        onChange={(event) => setPointed(event.target.valueAsNumber)}
      />
      <p className={styles.build}>
        <Link href={addressOf(build)}>
          <code>{shortHash(build.commit)}</code> {subject(build.message)}
        </Link>{' '}
        {STATES[build.state].word}
      </p>
    </section>
  );
}

const addressOf = (build: Build) => `/${build.project}/${build.commit}`;

const nameOf = (build: Build) =>
  `${subject(build.message) || shortHash(build.commit)}, ${STATES[build.state].word}`;
