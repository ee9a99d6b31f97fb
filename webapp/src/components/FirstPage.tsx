import { useState } from 'react';
import { fileAddress } from '../api/client';
import styles from './FirstPage.module.css';

interface FirstPageProps {
  project: string;
  /** Changes whenever there may be another picture. */
  version: string;
}

/** The first page of a project's newest PDF, or a blank sheet where there is none. */
export function FirstPage({ project, version }: FirstPageProps) {
  const [missing, setMissing] = useState<string | null>(null);
  if (missing === version) {
    return <div className={`${styles.page} ${styles.blank}`}>no PDF yet</div>;
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
