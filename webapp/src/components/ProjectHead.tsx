import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { figuresOf } from '../api/figures';
import type { Build } from '../api/types';
import { STATES } from '../lib/states';
import { count, shortHash, subject } from '../lib/text';
import { Origin } from './BuildFacts';
import { FirstPage } from './FirstPage';
import styles from './ProjectHead.module.css';
import { StateMark } from './StateMark';
import { TimeAgo, Took } from './Time';

interface ProjectHeadProps {
  project: string;
  /** The last build; null before there was one, undefined until it is known. */
  last: Build | null | undefined;
  remote: string | null;
  /** What can be done. */
  children: ReactNode;
}

/** How the document stands, and the document itself. */
export function ProjectHead({ project, last, remote, children }: ProjectHeadProps) {
  const page = <FirstPage key={project} project={project} last={last} />;
  return (
    <header className={styles.head}>
      {last ? (
        <Link className={styles.sheet} href={address(last)}>
          <span className="visually-hidden">The document, at its last build</span>
          {page}
        </Link>
      ) : (
        <div className={styles.sheet}>{page}</div>
      )}
      <div className={styles.words}>
        <h1>{project}</h1>
        {last === undefined && <div className={styles.coming} />}
        {last && <LastBuild build={last} remote={remote} />}
        <div className={styles.actions}>{children}</div>
      </div>
    </header>
  );
}

function LastBuild({ build, remote }: { build: Build; remote: string | null }) {
  return (
    <>
      <p className={styles.state} data-state={build.state}>
        <StateMark state={build.state} />
        <span className={styles.sentence}>{sentence(build)}</span>
      </p>
      <p className={styles.subject}>
        <Link href={address(build)}>{subject(build.message) || shortHash(build.commit)}</Link>
      </p>
      <p className={styles.facts}>
        <Origin build={build} remote={remote} />
        <TimeAgo iso={build.finishedAt ?? build.startedAt ?? build.queuedAt} />
        <Took durationMs={build.durationMs} since={build.startedAt} />
      </p>
    </>
  );
}

/** What went wrong, or what came of it. */
function sentence(build: Build): string {
  const { pages, warnings } = figuresOf(build);
  if (build.reason) {
    return build.reason;
  }
  if (build.state !== 'success' || pages === null) {
    return STATES[build.state].sentence;
  }
  return warnings ? `${count(pages, 'page')}, ${count(warnings, 'warning')}` : count(pages, 'page');
}

const address = (build: Build) => `/${build.project}/${build.commit}`;
