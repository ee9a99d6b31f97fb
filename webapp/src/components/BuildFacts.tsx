import type { Compared } from '../api/figures';
import type { Build } from '../api/types';
import { commitPage } from '../lib/repository';
import { count, initials, shortHash } from '../lib/text';
import { triggerOf } from '../lib/triggers';
import styles from './BuildFacts.module.css';
import { Delta } from './Delta';

/** Who, which commit, where, and why it was built. */
export function Origin({ build, remote }: { build: Build; remote: string | null }) {
  const trigger = triggerOf(build.trigger);
  return (
    <span className={styles.origin}>
      {build.author && (
        <span className={styles.person} title={build.author}>
          <span aria-hidden="true">{initials(build.author)}</span>
          <span className="visually-hidden">{build.author}</span>
        </span>
      )}
      <CommitLink commit={build.commit} remote={remote} />
      {build.branch && <span className={styles.branch}>{build.branch}</span>}
      <span title={trigger.sentence}>{trigger.word}</span>
    </span>
  );
}

function CommitLink({ commit, remote }: { commit: string; remote: string | null }) {
  const page = commitPage(remote, commit);
  const hash = <code>{shortHash(commit)}</code>;
  if (page === null) {
    return hash;
  }
  return (
    <a href={page} title="This commit on GitHub" rel="noreferrer">
      {hash}
    </a>
  );
}

export function Pages({ now, before }: Compared) {
  if (now.pages === null) {
    return null;
  }
  return (
    <span>
      {count(now.pages, 'page')}
      <Delta now={now.pages} before={before.pages} />
    </span>
  );
}

/** Errors where there are any, else warnings. */
export function Problems({ now, before }: Compared) {
  const { errors, warnings } = now;
  if (errors !== null && errors > 0) {
    return (
      <span className={styles.errors}>
        {count(errors, 'error')}
        <Delta now={errors} before={before.errors} isTrouble />
      </span>
    );
  }
  if (warnings === null || (warnings === 0 && !before.warnings)) {
    return null;
  }
  return (
    <span>
      {count(warnings, 'warning')}
      <Delta now={warnings} before={before.warnings} isTrouble />
    </span>
  );
}
