import { fileAddress } from '../../api/client';
import type { PdfState, PdfView } from '../../lib/pdf/pdfView';
import styles from './PdfToolbar.module.css';

interface PdfToolbarProps {
  project: string;
  commit: string;
  view: PdfView;
  state: PdfState;
  shown: 'none' | 'find' | 'outline';
  onShow: (what: 'find' | 'outline') => void;
}

const PERCENT = [50, 75, 100, 125, 150, 200, 300, 400];

export function PdfToolbar({ project, commit, view, state, shown, onShow }: PdfToolbarProps) {
  const isOff = state.status !== 'ready';
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Document">
      <PageNumber key={state.page} view={view} state={state} />
      <span className={styles.group}>
        <button
          type="button"
          data-kind="bare"
          className={styles.zoom}
          aria-label="Zoom out"
          disabled={isOff}
          onClick={() => view.zoom(-1)}
        >
          −
        </button>
        <Scale view={view} state={state} />
        <button
          type="button"
          data-kind="bare"
          className={styles.zoom}
          aria-label="Zoom in"
          disabled={isOff}
          onClick={() => view.zoom(1)}
        >
          +
        </button>
      </span>
      <span className={styles.group}>
        {state.outline.length > 0 && (
          <button
            type="button"
            data-kind="bare"
            aria-expanded={shown === 'outline'}
            onClick={() => onShow('outline')}
          >
            Outline
          </button>
        )}
        <button
          type="button"
          data-kind="bare"
          disabled={isOff}
          aria-expanded={shown === 'find'}
          onClick={() => onShow('find')}
        >
          Find
        </button>
        <a className={styles.download} href={fileAddress('pdf', project, commit)} download>
          Download
        </a>
      </span>
    </div>
  );
}

function PageNumber({ view, state }: { view: PdfView; state: PdfState }) {
  return (
    <form
      className={styles.group}
      onSubmit={(event) => {
        event.preventDefault();
        view.goToPage(Number(new FormData(event.currentTarget).get('page')));
      }}
    >
      <input
        name="page"
        className={styles.page}
        aria-label="Page"
        inputMode="numeric"
        pattern="[0-9]+"
        defaultValue={state.page}
        disabled={state.status !== 'ready'}
        onFocus={(event) => event.target.select()}
      />
      <span className="soft">of {state.pages || '–'}</span>
    </form>
  );
}

function Scale({ view, state }: { view: PdfView; state: PdfState }) {
  const percent = Math.round(state.scale * 100);
  const isPreset = state.scaleValue.startsWith('page-');
  return (
    <select
      aria-label="Zoom"
      value={isPreset ? state.scaleValue : String(percent)}
      disabled={state.status !== 'ready'}
      onChange={({ target: { value } }) =>
        view.setScale(value.startsWith('page-') ? value : String(Number(value) / 100))
      }
    >
      <option value="page-width">Fit width</option>
      <option value="page-fit">Fit page</option>
      {!isPreset && !PERCENT.includes(percent) && <option value={percent}>{percent} %</option>}
      {PERCENT.map((each) => (
        <option key={each} value={each}>
          {each} %
        </option>
      ))}
    </select>
  );
}
