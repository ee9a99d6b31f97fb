import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Build, Problem, Severity } from '../../api/types';
import type { Loaded } from '../../hooks/useLoaded';
import type { LogBuffer } from '../../lib/logBuffer';
import { type FileProblems, findInLog } from '../../lib/problems';
import { isFinal } from '../../lib/states';
import { count } from '../../lib/text';
import { LoadError } from '../Notice';
import { ProblemItem, SEVERITIES } from './ProblemItem';
import styles from './ProblemsPanel.module.css';

interface ProblemsPanelProps {
  build: Build;
  remote: string | null;
  problems: Loaded<Problem[]>;
  groups: FileProblems<Problem>[];
  buffer: LogBuffer;
  /** The `id` of the problem that the keys have reached. */
  current: number | null;
  onShowLine: (line: number) => void;
}

/** What TeX, BibTeX and biber complain about, by file, the gravest first. */
export function ProblemsPanel(props: ProblemsPanelProps) {
  const { build, problems, groups } = props;
  if (problems.data === null) {
    return (
      <div className={styles.panel} aria-busy={problems.error === null}>
        {problems.error && <LoadError error={problems.error} retry={problems.reload} />}
      </div>
    );
  }
  if (problems.data.length === 0) {
    return (
      <div className={styles.panel}>
        <p className={styles.none}>{noneText(build)}</p>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={styles.panel} tabIndex={0} aria-label="List of problems">
      <Groups {...props} groups={groups} all={problems.data} />
    </section>
  );
}

function Groups({ all, groups, buffer, ...rest }: ProblemsPanelProps & { all: Problem[] }) {
  const [off, setOff] = useState<Severity[]>([]);
  const version = useSyncExternalStore(buffer.subscribe, buffer.read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is no state; its version is
  const places = useMemo(
    () => new Map(all.map((problem) => [problem, findInLog(buffer, problem)])),
    [all, buffer, version],
  );
  const news = groups.flatMap((group) => group.problems).filter((each) => each.isNew).length;
  return (
    <>
      <Summary all={all} news={news} off={off} onOff={setOff} />
      {groups.map(({ file, problems }) => {
        const shown = problems.filter((each) => !off.includes(each.problem.severity));
        return shown.length === 0 ? null : (
          <section key={file ?? ''} className={styles.file}>
            <h2>
              <bdi>{file ?? 'The document as a whole'}</bdi>
            </h2>
            <ol className={styles.list}>
              {shown.map((marked) => (
                <ProblemItem
                  {...rest}
                  key={marked.id}
                  marked={marked}
                  isCurrent={marked.id === rest.current}
                  logLine={places.get(marked.problem)}
                />
              ))}
            </ol>
          </section>
        );
      })}
    </>
  );
}

interface SummaryProps {
  all: Problem[];
  news: number;
  off: Severity[];
  onOff: (off: Severity[]) => void;
}

/** How many there are of each kind; a kind can be put away. */
function Summary({ all, news, off, onOff }: SummaryProps) {
  return (
    <div className={styles.summary}>
      {(['error', 'warning', 'box'] as const).map((severity) => {
        const number = all.filter((problem) => problem.severity === severity).length;
        const isOff = off.includes(severity);
        return number === 0 ? null : (
          <button
            key={severity}
            type="button"
            aria-pressed={!isOff}
            onClick={() => onOff(isOff ? off.filter((each) => each !== severity) : [...off, severity])}
          >
            {count(number, SEVERITIES[severity].word, SEVERITIES[severity].many)}
          </button>
        );
      })}
      {news > 0 && <span className="soft">{news} new since the build before</span>}
    </div>
  );
}

function noneText(build: Build): string {
  if (!isFinal(build.state)) {
    return 'Problems are listed here when the build has ended; until then they stand in the log.';
  }
  return build.state === 'success' ? 'Nothing to complain about.' : 'TeX has not complained about anything.';
}
