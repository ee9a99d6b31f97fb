import { Link } from 'wouter';
import { buildOnce } from '../../api/client';
import type { Action } from '../../hooks/useAction';
import { shortHash } from '../../lib/text';
import styles from './NoBuild.module.css';

interface NoBuildProps {
  project: string;
  commit: string;
  action: Action;
}

/** There is no record of such a build; perhaps there should be. */
export function NoBuild({ project, commit, action }: NoBuildProps) {
  return (
    <div className={styles.page}>
      <h1>This commit was not built</h1>
      <p>
        There is no build of <code>{shortHash(commit)}</code> in {project}: nobody asked for one yet, or it is
        so old that it was cleared away.
      </p>
      <p className={styles.actions}>
        <button
          type="button"
          data-kind="main"
          disabled={action.isBusy}
          onClick={() => action.act(() => buildOnce(project, commit))}
        >
          Build it
        </button>
        <Link href={`/${project}/`}>All builds of {project}</Link>
      </p>
      {action.error !== null && <p role="alert">{action.error}</p>}
    </div>
  );
}
