import { useState } from 'react';
import { fileAddress } from '../api/client';
import type { Build } from '../api/types';
import styles from './FirstPage.module.css';

interface FirstPageProps {
  project: string;
  /** Changes whenever there may be another picture; null where there is none, undefined until that is known. */
  version: string | null | undefined;
}

/** Names the picture as it is after a project's last build. */
export function pictureAfter(last: Build | null | undefined): string | null | undefined {
  return last && `${last.commit}-${last.attempt}-${last.state}`;
}

/** The first page of a project's newest PDF, or a blank sheet where there is none. */
export function FirstPage({ project, version }: FirstPageProps) {
  const [missing, setMissing] = useState<string | null>(null);
  if (version == null || missing === version) {
    return (
      <div className={`${styles.page} ${styles.blank}`}>{version === undefined ? null : 'no PDF yet'}</div>
    );
  }
  return (
    <img
      className={styles.page}
      src={`${fileAddress('png', project)}?${new URLSearchParams({ v: version })}`}
      alt=""
      width={480}
      height={679}
      loading="lazy"
      onError={() => setMissing(version)}
    />
  );
}
