import { delta } from '../lib/text';
import styles from './Delta.module.css';

interface DeltaProps {
  now: number | null;
  before: number | null;
  /** Whether more of it is bad news. */
  isTrouble?: boolean;
}

/** How much a figure changed since the build before. */
export function Delta({ now, before, isTrouble = false }: DeltaProps) {
  const text = delta(now, before);
  if (text === '') {
    return null;
  }
  const tone = isTrouble ? (text.startsWith('+') ? 'worse' : 'better') : undefined;
  return (
    <span className={styles.delta} data-tone={tone} title="against the build before">
      {' '}
      {text}
    </span>
  );
}
