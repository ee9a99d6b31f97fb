import type { Build } from '../api/types';
import { useBuildNewest } from '../hooks/useBuildNewest';
import { useKeys } from '../hooks/useKeys';
import styles from './BuildNewest.module.css';
import { Notice } from './Notice';

interface BuildNewestProps {
  project: string;
  /** The tracked branch, where it is known. */
  branch: string | null;
  onBuild: (build: Build) => void;
}

export function BuildNewest({ project, branch, onBuild }: BuildNewestProps) {
  const { start, isBusy, error } = useBuildNewest(project, onBuild);
  useKeys({ b: start });
  return (
    <>
      <button type="button" className={styles.button} onClick={start} disabled={isBusy} aria-keyshortcuts="b">
        {isBusy ? 'Asking…' : 'Build the newest commit'}
        {branch !== null && <span className="soft">{branch}</span>}
      </button>
      {error !== null && <Notice kind="error">{error}</Notice>}
    </>
  );
}
