import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { fileAddress } from '../../api/client';
import type { Build } from '../../api/types';
import { useNewestPdf } from '../../hooks/useNewestPdf';
import { isFinal, STATES } from '../../lib/states';
import { shortHash, subject } from '../../lib/text';
import { Boundary } from '../Boundary';
import { TimeAgo } from '../Time';
import styles from './DocumentPane.module.css';

// Only where there is a document to be seen.
const PdfViewer = lazy(() => import('../pdf/PdfViewer'));

/** The document, or why there is none. */
export function DocumentPane({ build }: { build: Build }) {
  const version = useShownVersion(build);
  if (version === null) {
    return <NoDocument build={build} />;
  }
  return (
    <Boundary fallback={<NoViewer build={build} />}>
      <Suspense fallback={<div className={styles.desk} aria-busy="true" />}>
        <PdfViewer project={build.project} commit={build.commit} version={version} />
      </Suspense>
    </Boundary>
  );
}

/** The PDF of the last attempt that has ended: what is being built again stays in view until then. */
function useShownVersion(build: Build): string | null {
  const [shown, setShown] = useState<string | null>(null);
  const hasPdf = build.artifacts.some((artifact) => artifact.name === 'pdf');
  const newest = hasPdf ? `${build.attempt} ${build.finishedAt}` : null;
  if (isFinal(build.state) && newest !== shown) {
    setShown(newest);
  }
  return shown;
}

/** The browser is too old for the viewer, or the server was updated and has another one by now. */
function NoViewer({ build }: { build: Build }) {
  return (
    <div className={styles.desk}>
      <div className={styles.sheet}>
        <h2>The document cannot be shown here</h2>
        <p>The viewer could not be loaded. Load the page again, or open the PDF by itself.</p>
        <p>
          <a href={fileAddress('pdf', build.project, build.commit)}>Open the PDF</a>
        </p>
      </div>
    </div>
  );
}

function NoDocument({ build }: { build: Build }) {
  const newest = useNewestPdf(build.project, build.branch);
  const isComing = !isFinal(build.state);
  return (
    <div className={styles.desk}>
      <div className={styles.sheet} data-coming={isComing}>
        <h2>{isComing ? 'The document is on its way' : 'This commit has no PDF'}</h2>
        <p>{build.reason ?? STATES[build.state].sentence}</p>
        {newest && newest.commit !== build.commit && (
          <p className={styles.newest}>
            The newest PDF{build.branch !== null && <> of {build.branch}</>},{' '}
            <TimeAgo iso={newest.queuedAt} />:{' '}
            <Link href={`/${newest.project}/${newest.commit}`}>
              {subject(newest.message) || shortHash(newest.commit)}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
