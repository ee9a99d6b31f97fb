import { useDeferredValue, useMemo, useState, useSyncExternalStore } from 'react';
import { fileAddress } from '../../api/client';
import type { Build } from '../../api/types';
import type { Target } from '../../hooks/useHashLine';
import { firstAbove, headOf } from '../../lib/blocks';
import type { LogBuffer } from '../../lib/logBuffer';
import { LogSearch, searchPattern } from '../../lib/logSearch';
import { isFinal } from '../../lib/states';
import { LogLines } from './LogLines';
import styles from './LogPanel.module.css';
import { LogTools } from './LogTools';

interface LogPanelProps {
  build: Build;
  buffer: LogBuffer;
  target: Target | null;
  onTarget: (target: Target) => void;
}

const NOTHING_FOLDED: ReadonlySet<number> = new Set();

/** The log of a build: live, folded, searched. */
export function LogPanel({ build, buffer, target, onTarget }: LogPanelProps) {
  const version = useSyncExternalStore(buffer.subscribe, buffer.read);
  const [fold, setFold] = useState({ attempt: buffer.attempt, heads: NOTHING_FOLDED });
  const [query, setQuery] = useState('');
  const [search] = useState(() => new LogSearch());
  const searched = useDeferredValue(query);
  const pattern = useMemo(() => searchPattern(searched), [searched]);
  const matches = search.matches(buffer, searched);
  const heads = fold.attempt === buffer.attempt ? fold.heads : NOTHING_FOLDED;

  const hiding = target === null ? undefined : headOf(buffer.heads, target.line);
  const isTargetHidden = hiding !== undefined && hiding !== target?.line && heads.has(hiding);
  // A line that somebody asks for is not left folded away.
  const folded = useMemo(
    () => (isTargetHidden ? without(heads, hiding) : heads),
    [heads, hiding, isTargetHidden],
  );

  function toggle(head: number) {
    const isFolded = folded.has(head);
    setFold({
      attempt: buffer.attempt,
      heads: isFolded ? without(folded, head) : new Set([...folded, head]),
    });
  }

  function go(among: readonly number[], step: 1 | -1) {
    const line = nextOf(among, target?.line ?? -1, step);
    if (line !== undefined) {
      onTarget({ line });
    }
  }

  return (
    <div className={styles.panel}>
      <LogTools
        query={query}
        onQuery={setQuery}
        found={matches.length}
        place={target === null ? 0 : matches.indexOf(target.line) + 1}
        onFound={(step) => go(matches, step)}
        stops={buffer.stops.length}
        onStop={(step) => go(buffer.stops, step)}
        raw={fileAddress('log', build.project, build.commit)}
      />
      {buffer.end === 0 ? (
        <p className={styles.empty}>{emptyText(build)}</p>
      ) : (
        <LogLines
          buffer={buffer}
          version={version}
          folded={folded}
          pattern={pattern}
          target={target}
          isGrowing={!isFinal(build.state)}
          onFold={toggle}
        />
      )}
    </div>
  );
}

function without(heads: ReadonlySet<number>, head: number | undefined): ReadonlySet<number> {
  return new Set([...heads].filter((each) => each !== head));
}

/** The next or the one before of ascending lines, and round the end. */
function nextOf(lines: readonly number[], from: number, step: 1 | -1): number | undefined {
  return step === 1
    ? (lines[firstAbove(lines, from)] ?? lines[0])
    : (lines[firstAbove(lines, from - 1) - 1] ?? lines.at(-1));
}

function emptyText(build: Build): string {
  if (build.state === 'queued') {
    return 'The log begins when the build does.';
  }
  return build.startedAt === null ? 'This build wrote no log.' : 'Loading the log …';
}
