import type { ReactNode } from 'react';
import { STATES, type State } from '../lib/states';
import styles from './StateMark.module.css';

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round' } as const;

const SHAPES: Record<State, ReactNode> = {
  queued: <circle cx="8" cy="8" r="6.5" {...stroke} strokeDasharray="2 3.1" />,
  running: <circle cx="8" cy="8" r="6.5" {...stroke} strokeDasharray="27 14" />,
  success: (
    <>
      <circle cx="8" cy="8" r="8" fill="currentColor" />
      <path d="M4.5 8.300l2.500 2.500 4.500-5.300" {...stroke} stroke="var(--sheet)" />
    </>
  ),
  failure: (
    <>
      <rect width="16" height="16" rx="3" fill="currentColor" />
      <path d="M5 5l6 6m0-6l-6 6" {...stroke} stroke="var(--sheet)" />
    </>
  ),
  error: (
    <>
      <path d="M8 .5l7.500 14.500H.5z" fill="currentColor" />
      <path d="M8 6v4m0 2.500v.1" {...stroke} stroke="var(--sheet)" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="6.5" {...stroke} />
      <path d="M3.500 12.500l9-9" {...stroke} />
    </>
  ),
};

/** A state by shape, colour and word; the word can be left to screen readers where space is short. */
export function StateMark({ state, wordless = false }: { state: State; wordless?: boolean }) {
  return (
    <span className={styles.mark} data-state={state} title={STATES[state].sentence}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[state]}
      </svg>
      <span className={wordless ? 'visually-hidden' : undefined}>{STATES[state].word}</span>
    </span>
  );
}
