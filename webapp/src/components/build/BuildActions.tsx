import { buildAgain, cancel } from '../../api/client';
import type { Build } from '../../api/types';
import type { Action } from '../../hooks/useAction';
import { isFinal } from '../../lib/states';
import styles from './BuildActions.module.css';

/** What can be done about a build: again, or no further. */
export function BuildActions({ build, action }: { build: Build; action: Action }) {
  const { project, commit } = build;
  const ended = isFinal(build.state);
  return (
    <div className={styles.actions}>
      <button
        type="button"
        disabled={action.isBusy}
        onClick={() => action.act(() => (ended ? buildAgain : cancel)(project, commit))}
      >
        {ended ? 'Build again' : 'Cancel'}
      </button>
      {action.error !== null && (
        <p className={styles.error} role="alert">
          {action.error}
        </p>
      )}
    </div>
  );
}
