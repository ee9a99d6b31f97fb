import type { ReactNode } from 'react';
import type { ApiError } from '../api/client';
import styles from './Notice.module.css';

interface NoticeProps {
  kind?: 'plain' | 'warning' | 'error';
  children: ReactNode;
}

/** Something to be read before all else. */
export function Notice({ kind = 'plain', children }: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : undefined}>
      {children}
    </div>
  );
}

/** What could not be loaded, and why. A page that waits for its login says nothing: the form is there already. */
export function LoadError({ error, retry }: { error: ApiError; retry: () => void }) {
  if (error.status === 401) {
    return null;
  }
  return (
    <Notice kind="error">
      <p>{error.message}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </Notice>
  );
}
