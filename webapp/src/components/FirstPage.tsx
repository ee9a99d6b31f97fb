import { useState } from 'react';
import { fileAddress } from '../api/client';
import type { Build } from '../api/types';
import styles from './FirstPage.module.css';

interface FirstPageProps {
  project: string;
  /** The project's last build; null where there is none, undefined until that is known. */
  last: Build | null | undefined;
}

/** Names the picture as it is after the last build. That of a new PDF is made a moment after its success is told. */
function useVersion(last: Build | null | undefined): string | null | undefined {
  const hasPicture = last?.artifacts.some((artifact) => artifact.name === 'png') ?? false;
  const isComing = last?.state === 'success' && !hasPicture;
  const version = last && `${last.commit}-${last.attempt}-${last.state}-${hasPicture}`;
  const [shown, setShown] = useState(version);
  if (!isComing && version !== shown) {
    setShown(version);
  }
  return shown;
}

/** The first page of a project's newest PDF, or a blank sheet where there is none. */
export function FirstPage({ project, last }: FirstPageProps) {
  const version = useVersion(last);
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
