import { type KeyboardEvent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { getPdfRange } from '../../api/client';
import { PdfView } from '../../lib/pdf/pdfView';
import { PdfError } from './PdfError';
import { PdfFind } from './PdfFind';
import { PdfOutline } from './PdfOutline';
import { PdfToolbar } from './PdfToolbar';
import styles from './PdfViewer.module.css';

interface PdfViewerProps {
  project: string;
  commit: string;
  /** Changes with the file. */
  version: string;
}

/** A document on its desk. Default export, since it comes with all of pdf.js, in a chunk of its own. */
export default function PdfViewer(props: PdfViewerProps) {
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState<PdfView | null>(null);
  const [shown, setShown] = useState<Shown>('none');
  useEffect(() => {
    if (container !== null) {
      const created = new PdfView(container);
      setView(created);
      return () => created.close();
    }
  }, [container]);

  function press(event: KeyboardEvent) {
    // The browser's own search knows only the pages that are drawn.
    if (event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      setShown('find');
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys pressed in any of its parts
    <div className={styles.viewer} onKeyDown={press}>
      {view && <Opened {...props} view={view} shown={shown} onShow={setShown} />}
      <div className={styles.frame}>
        {/* biome-ignore lint/a11y/useSemanticElements: pdf.js takes a div and nothing else */}
        <div
          className={styles.desk}
          role="region"
          aria-label="Pages"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          tabIndex={0}
          ref={setContainer}
        >
          <div className="pdfViewer" />
        </div>
      </div>
    </div>
  );
}

type Shown = 'none' | 'find' | 'outline';

interface OpenedProps extends PdfViewerProps {
  view: PdfView;
  shown: Shown;
  onShow: (shown: Shown) => void;
}

/** What is around the pages, once there is something to show them. */
function Opened({ project, commit, version, view, shown, onShow }: OpenedProps) {
  const state = useSyncExternalStore(view.subscribe, view.read);
  const finder = useRef<HTMLInputElement>(null);

  const open = useCallback(
    () => void view.open((from, to, signal) => getPdfRange(project, commit, from, to, signal)),
    [view, project, commit],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is opened anew
  useEffect(open, [open, version]);

  function toggle(what: 'find' | 'outline') {
    onShow(shown === what ? 'none' : what);
  }

  return (
    <>
      <PdfToolbar project={project} commit={commit} view={view} state={state} shown={shown} onShow={toggle} />
      {shown === 'find' && (
        <PdfFind view={view} state={state} input={finder} onClose={() => onShow('none')} />
      )}
      {shown === 'outline' && <PdfOutline items={state.outline} onGo={(dest) => view.goTo(dest)} />}
      {state.status === 'loading' && <p className={styles.loading}>Loading the document …</p>}
      {state.status === 'failed' && <PdfError reason={state.reason} onRetry={open} />}
    </>
  );
}
