import type { Build } from '../../api/types';
import type { Action } from '../../hooks/useAction';
import { commitPage } from '../../lib/repository';
import { STATES } from '../../lib/states';
import { body, count, shortHash, subject } from '../../lib/text';
import { StateMark } from '../StateMark';
import { TimeAgo, Took } from '../Time';
import { BuildActions } from './BuildActions';
import styles from './BuildHeader.module.css';

interface BuildHeaderProps {
  build: Build;
  remote: string | null;
  action: Action;
}

/** What became of a commit, in a few lines. */
export function BuildHeader({ build, remote, action }: BuildHeaderProps) {
  const pdf = build.artifacts.find((artifact) => artifact.name === 'pdf');
  const isBad = build.state === 'failure' || build.state === 'error';
  return (
    <header className={styles.header}>
      <div className={styles.first}>
        <span role="status">
          <StateMark state={build.state} />
        </span>
        <Took durationMs={build.durationMs} since={build.startedAt} />
        {pdf?.pages != null && <span className="soft">{count(pdf.pages, 'page')}</span>}
      </div>
      <BuildActions build={build} action={action} />
      <h1 className={styles.subject}>
        <bdi>{subject(build.message) || shortHash(build.commit)}</bdi>
      </h1>
      {build.reason !== null && (
        <p className={styles.reason} data-bad={isBad}>
          <bdi>{build.reason}</bdi>
        </p>
      )}
      {build.reason === null && isBad && <p className={styles.reason}>{STATES[build.state].sentence}.</p>}
      {body(build.message) !== '' && <p className={styles.body}>{body(build.message)}</p>}
      <Facts build={build} remote={remote} />
    </header>
  );
}

function Facts({ build, remote }: { build: Build; remote: string | null }) {
  const page = commitPage(remote, build.commit);
  const hash = <code>{shortHash(build.commit)}</code>;
  return (
    <p className={styles.facts}>
      {build.author !== null && <bdi>{build.author}</bdi>}
      <TimeAgo iso={build.committedAt ?? build.queuedAt} />
      {build.branch !== null && (
        <span>
          on <bdi>{build.branch}</bdi>
        </span>
      )}
      {build.attempt > 1 && <span>attempt {build.attempt}</span>}
      {page === null ? (
        hash
      ) : (
        <a href={page} target="_blank" rel="noreferrer">
          {hash}
        </a>
      )}
    </p>
  );
}
