import { useEffect, useRef, useState } from 'react';
import { getSource } from '../../api/client';
import type { Build, Severity } from '../../api/types';
import { useLoaded } from '../../hooks/useLoaded';
import styles from './SourceExcerpt.module.css';

interface SourceExcerptProps {
  build: Build;
  file: string;
  line: number;
  severity: Severity;
  /** What TeX showed of it, for when the source is not to be had. */
  context: string | null;
}

const LINES = 7;

/** A few lines of the source around a line, as they are in that commit; loaded once they are seen. */
export function SourceExcerpt(props: SourceExcerptProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (isSeen || frame.current === null) {
      return;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          setSeen(true);
        }
      },
      { rootMargin: '200px' },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [isSeen]);
  return (
    <div className={styles.frame} ref={frame}>
      {isSeen ? <Lines {...props} /> : <Space />}
    </div>
  );
}

function Lines({ build, file, line, severity, context }: SourceExcerptProps) {
  const { project, commit } = build;
  const { data, error } = useLoaded(`source ${project}/${commit} ${file}:${line}`, (signal) =>
    getSource(project, commit, file, line, signal),
  );
  if (data === null) {
    return error === null ? <Space /> : <Context text={context} />;
  }
  return (
    <section
      className={styles.source}
      aria-label={`${file} around line ${line}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
    >
      {data.lines.map((text, i) => {
        const number = data.first + i;
        return (
          <span className={styles.line} key={number} data-wrong={number === line ? severity : undefined}>
            <span className={styles.number} aria-hidden="true">
              {number}
            </span>
            <code>{text}</code>
          </span>
        );
      })}
    </section>
  );
}

/** Keeps the place until the lines are there, so that nothing moves. */
function Space() {
  return <div className={styles.space} style={{ height: `calc(${LINES} * 20px + 1rem)` }} aria-busy="true" />;
}

function Context({ text }: { text: string | null }) {
  return text === null ? null : <pre className={styles.source}>{text}</pre>;
}
