import type { Ref } from 'react';
import { Link } from 'wouter';
import type { Compared } from '../api/figures';
import type { Build } from '../api/types';
import { shortHash, subject } from '../lib/text';
import { Origin, Pages, Problems } from './BuildFacts';
import styles from './BuildRow.module.css';
import { StateMark } from './StateMark';
import { TimeAgo, Took } from './Time';

interface BuildRowProps {
  build: Build;
  compared: Compared;
  remote: string | null;
  link: Ref<HTMLAnchorElement>;
  onFocus: () => void;
}

/** One build in the list. Its subject leads to it, and so does all of the row that is no other link. */
export function BuildRow({ build, compared, remote, link, onFocus }: BuildRowProps) {
  return (
    <article className={styles.row} data-state={build.state}>
      <div className={styles.state}>
        <StateMark state={build.state} />
      </div>
      <Link
        ref={link}
        className={styles.subject}
        href={`/${build.project}/${build.commit}`}
        title={build.message ?? undefined}
        onFocus={onFocus}
      >
        {subject(build.message) || shortHash(build.commit)}
      </Link>
      <div className={styles.origin}>
        <Origin build={build} remote={remote} />
      </div>
      <div className={styles.pages}>
        <Pages {...compared} />
      </div>
      <div className={styles.problems}>
        <Problems {...compared} />
      </div>
      <div className={styles.took}>
        <Took durationMs={build.durationMs} since={build.startedAt} />
      </div>
      <div className={styles.when}>
        <TimeAgo iso={build.finishedAt ?? build.startedAt ?? build.queuedAt} />
      </div>
    </article>
  );
}
