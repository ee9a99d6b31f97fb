import { useState } from 'react';
import type { Build, Problem } from '../../api/types';
import type { MarkedProblem } from '../../lib/problems';
import { linePage } from '../../lib/repository';
import styles from './ProblemItem.module.css';
import { SourceExcerpt } from './SourceExcerpt';

interface ProblemItemProps {
  build: Build;
  remote: string | null;
  marked: MarkedProblem<Problem>;
  isCurrent: boolean;
  /** The line of the build's log, from 0. */
  logLine: number | undefined;
  onShowLine: (line: number) => void;
}

export const SEVERITIES = {
  error: { word: 'error', many: 'errors', sign: '✕' },
  warning: { word: 'warning', many: 'warnings', sign: '!' },
  box: { word: 'box', many: 'boxes', sign: '▭' },
} as const;

/** The element that the keys `j` and `k` move to. */
export const problemElementId = (id: number) => `problem-${id}`;

/** One problem: where it is, what TeX says, the lines around it. */
export function ProblemItem({ build, remote, marked, isCurrent, logLine, onShowLine }: ProblemItemProps) {
  const { problem, id, isNew } = marked;
  const { severity, file, line, message, context } = problem;
  // What is wrong is shown at once; what may be is, when somebody wants to know.
  const [isOpen, setOpen] = useState(severity === 'error');
  const place = file !== null && line !== null ? { file, line } : null;
  const page = file === null ? null : linePage(remote, build.commit, file, line);
  return (
    <li
      id={problemElementId(id)}
      className={styles.problem}
      data-severity={severity}
      aria-current={isCurrent || undefined}
      tabIndex={-1}
    >
      <p className={styles.message}>
        <span className={styles.severity} aria-hidden="true" title={SEVERITIES[severity].word}>
          {SEVERITIES[severity].sign}
        </span>
        <span className="visually-hidden">{SEVERITIES[severity].word}: </span>
        <span className={styles.words}>
          {line !== null && <span className={styles.line}>line {line}</span>}
          <bdi>{message}</bdi> {isNew && <span className={styles.new}>new</span>}
        </span>
      </p>
      <p className={styles.links}>
        {place !== null && severity !== 'error' && (
          <button type="button" data-kind="bare" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Source
          </button>
        )}
        {page !== null && (
          <a href={page} target="_blank" rel="noreferrer">
            {line === null ? 'File' : `Line ${line}`} on GitHub
          </a>
        )}
        {logLine !== undefined && (
          <a href={`#L${logLine + 1}`} onClick={() => onShowLine(logLine)}>
            In the log
          </a>
        )}
      </p>
      {place !== null && (isOpen || isCurrent) && (
        <div className={styles.source}>
          <SourceExcerpt build={build} {...place} severity={severity} context={context} />
        </div>
      )}
      {place === null && isOpen && context !== null && <pre className={styles.context}>{context}</pre>}
    </li>
  );
}
