import { memo } from 'react';
import { BLOCK, isHidden, type Range } from '../../lib/blocks';
import type { LogBuffer } from '../../lib/logBuffer';
import { kindOf } from '../../lib/logLines';
import styles from './LogBlock.module.css';
import { LogText } from './LogText';

interface LogBlockProps {
  buffer: LogBuffer;
  block: number;
  /** Changes whenever a line of this block does. */
  version: string;
  end: number;
  hidden: Range[];
  folded: ReadonlySet<number>;
  pattern: RegExp | null;
  /** The line that a link, the search or a jump led to. */
  current: number | null;
  onFold: (head: number) => void;
}

/** Some lines of the log, drawn and measured together. */
export const LogBlock = memo(function LogBlock(props: LogBlockProps) {
  const { buffer, block, end, hidden, folded, pattern, current, onFold } = props;
  const first = block * BLOCK;
  const lines = buffer.lines.slice(first, Math.min(end, first + BLOCK));
  return (
    <div data-block={block}>
      {lines.map((line, i) => {
        const index = first + i;
        if (isHidden(hidden, index)) {
          return null;
        }
        const kind = buffer.kinds[index] ?? kindOf(line);
        return (
          <div
            className={styles.row}
            key={index}
            data-line={index}
            data-kind={kind}
            data-current={index === current || undefined}
          >
            <a
              className={styles.number}
              href={`#L${index + 1}`}
              tabIndex={-1}
              aria-label={`Line ${index + 1}`}
            >
              {index + 1}
            </a>
            {kind === 'command' ? (
              <button
                type="button"
                className={styles.fold}
                aria-expanded={!folded.has(index)}
                onClick={() => onFold(index)}
              >
                <span className={styles.text}>
                  <LogText line={line.slice(4)} pattern={pattern} />
                </span>
              </button>
            ) : (
              <span className={styles.text}>
                <LogText line={line} pattern={pattern} />
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
});
