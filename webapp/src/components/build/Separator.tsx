import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Separator.module.css';

interface SeparatorProps {
  /** How much of the width is left of it, in percent. */
  value: number;
  onChange: (value: number) => void;
}

export const NARROWEST = 25;
export const WIDEST = 75;

/** Divides the document from what is said about it; moved with the pointer or with the arrow keys. */
export function Separator({ value, onChange }: SeparatorProps) {
  function press(event: KeyboardEvent) {
    const step = event.shiftKey ? 10 : 2;
    const moved = { ArrowLeft: value - step, ArrowRight: value + step, Home: NARROWEST, End: WIDEST }[
      event.key
    ];
    if (moved !== undefined) {
      event.preventDefault();
      onChange(within(moved));
    }
  }

  function drag(event: PointerEvent<HTMLElement>) {
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (frame && event.currentTarget.hasPointerCapture(event.pointerId)) {
      onChange(within(((event.clientX - frame.left) / frame.width) * 100));
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      className={styles.separator}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the document"
      aria-valuenow={Math.round(value)}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onChange(50)}
    />
  );
}

function within(value: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, value));
}
