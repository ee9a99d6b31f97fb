import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Build, Changes } from '../../api/types';
import type { Loaded } from '../../hooks/useLoaded';
import { commitPage, comparePage } from '../../lib/repository';
import { bytes, count, shortHash, subject } from '../../lib/text';
import { absoluteTime } from '../../lib/time';
import { triggerOf } from '../../lib/triggers';
import { LoadError } from '../Notice';
import { StateMark } from '../StateMark';
import { TimeAgo } from '../Time';
import styles from './ChangesPanel.module.css';

interface ChangesPanelProps {
  build: Build;
  remote: string | null;
  changes: Loaded<Changes>;
}

/** The commit, with all that is known of it, and what came since the build before. */
export function ChangesPanel({ build, remote, changes }: ChangesPanelProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={styles.panel} tabIndex={0} aria-label="Commit">
      {build.message !== null && <p className={styles.message}>{build.message.trim()}</p>}
      <CommitFacts build={build} />
      {changes.error && <LoadError error={changes.error} retry={changes.reload} />}
      {changes.data && <Since build={build} remote={remote} changes={changes.data} />}
    </section>
  );
}

function CommitFacts({ build }: { build: Build }) {
  return (
    <dl className={styles.facts}>
      <Fact name="Commit">
        <code>{build.commit}</code>
      </Fact>
      {build.author !== null && <Fact name="Author">{build.author}</Fact>}
      {build.committedAt !== null && <Fact name="Committed">{absoluteTime(build.committedAt)}</Fact>}
      <Fact name="Asked for">{absoluteTime(build.queuedAt)}</Fact>
      {build.finishedAt !== null && <Fact name="Ended">{absoluteTime(build.finishedAt)}</Fact>}
      <Fact name="Why">{triggerOf(build.trigger).sentence || build.trigger}</Fact>
      <Fact name="Attempt">{build.attempt}</Fact>
      {build.artifacts
        .filter((artifact) => artifact.name !== 'png')
        .map((artifact) => (
          <Fact key={artifact.name} name="Result">
            {artifact.file}, {bytes(artifact.bytes)}
          </Fact>
        ))}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function Since({ build, remote, changes }: { build: Build; remote: string | null; changes: Changes }) {
  const { previous, commits, total } = changes;
  if (previous === null) {
    return <p className="soft">There is no earlier build of this branch.</p>;
  }
  const compare = comparePage(remote, previous.commit, build.commit);
  return (
    <>
      <h2>{total === 0 ? 'No commits' : count(total, 'commit')} since the build before</h2>
      <p className={styles.previous}>
        <StateMark state={previous.state} />
        <Link href={`/${previous.project}/${previous.commit}`}>
          {subject(previous.message) || shortHash(previous.commit)}
        </Link>
        {compare && (
          <a href={compare} target="_blank" rel="noreferrer">
            Compare on GitHub
          </a>
        )}
      </p>
      <ol className={styles.commits}>
        {commits.map((commit) => (
          <CommitLine key={commit.commit} {...commit} page={commitPage(remote, commit.commit)} />
        ))}
      </ol>
      {total > commits.length && <p className="soft">and {count(total - commits.length, 'earlier one')}</p>}
    </>
  );
}

interface CommitLineProps {
  commit: string;
  message: string;
  author: string;
  committedAt: string;
  page: string | null;
}

function CommitLine({ commit, message, author, committedAt, page }: CommitLineProps) {
  const hash = <code>{shortHash(commit)}</code>;
  return (
    <li>
      <bdi>{subject(message)}</bdi>
      <span className={styles.by}>
        {page === null ? (
          hash
        ) : (
          <a href={page} target="_blank" rel="noreferrer">
            {hash}
          </a>
        )}
        <bdi>{author}</bdi>
        <TimeAgo iso={committedAt} />
      </span>
    </li>
  );
}
