import { useMemo } from 'react';
import type { Target } from '../../hooks/useHashLine';
import { useLogWindow } from '../../hooks/useLogWindow';
import { useSettings } from '../../hooks/useSettings';
import { BLOCK, foldedRanges } from '../../lib/blocks';
import type { LogBuffer } from '../../lib/logBuffer';
import { LogBlock } from './LogBlock';
import styles from './LogLines.module.css';

interface LogLinesProps {
  buffer: LogBuffer;
  version: number;
  folded: ReadonlySet<number>;
  pattern: RegExp | null;
  target: Target | null;
  isGrowing: boolean;
  onFold: (head: number) => void;
}

/** The lines themselves, of which only those in view are drawn. */
export function LogLines({ buffer, version, folded, pattern, target, isGrowing, onFold }: LogLinesProps) {
  const { wrap } = useSettings();
  const last = buffer.lines.length - 1;
  const lineCount = buffer.lines[last] === '' ? last : last + 1;
  // Where nothing is folded the list stays the same while the log grows, and so do the blocks.
  const foldable = folded.size > 0 ? lineCount : 0;
  const hidden = useMemo(() => foldedRanges(buffer.heads, folded, foldable), [buffer, folded, foldable]);
  const view = useLogWindow({ lineCount, hidden, target, isGrowing, wrap });
  const blocks = Array.from({ length: view.blocks.end - view.blocks.first }, (_, i) => view.blocks.first + i);
  const lastBlock = Math.floor(last / BLOCK);
  return (
    <div className={styles.frame}>
      <section
        className={styles.lines}
        aria-label="Lines of the log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        ref={view.scroller}
        onScroll={view.onScroll}
        data-wrap={wrap}
      >
        <div style={{ height: view.above }} />
        {blocks.map((block) => (
          <LogBlock
            key={block}
            buffer={buffer}
            block={block}
            version={block >= lastBlock ? `${buffer.attempt}/${version}` : String(buffer.attempt)}
            end={Math.min(lineCount, (block + 1) * BLOCK)}
            hidden={hidden}
            folded={folded}
            pattern={pattern}
            current={target !== null && Math.floor(target.line / BLOCK) === block ? target.line : null}
            onFold={onFold}
          />
        ))}
        <div style={{ height: view.below }} />
      </section>
      {isGrowing && !view.isFollowing && (
        <button type="button" data-kind="main" className={styles.follow} onClick={view.follow}>
          Follow the end
        </button>
      )}
    </div>
  );
}
