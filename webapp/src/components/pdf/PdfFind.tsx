import { type RefObject, useEffect, useState } from 'react';
import type { PdfState, PdfView } from '../../lib/pdf/pdfView';
import styles from './PdfFind.module.css';

interface PdfFindProps {
  view: PdfView;
  state: PdfState;
  input: RefObject<HTMLInputElement | null>;
  onClose: () => void;
}

/** Looks for words in the whole document. */
export function PdfFind({ view, state, input, onClose }: PdfFindProps) {
  const [query, setQuery] = useState('');
  const { current, total, isPending } = state.found;
  useEffect(() => input.current?.focus(), [input]);

  function close() {
    view.find('');
    onClose();
  }

  return (
    <form
      className={styles.find}
      onSubmit={(event) => {
        event.preventDefault();
        view.find(query, { again: true });
      }}
    >
      <input
        ref={input}
        type="search"
        aria-label="Find in the document"
        placeholder="Find in the document"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          view.find(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            close();
          } else if (event.key === 'Enter' && event.shiftKey) {
            event.preventDefault();
            view.find(query, { again: true, back: true });
          }
        }}
      />
      <button
        type="button"
        data-kind="bare"
        aria-label="Previous place"
        disabled={total === 0}
        onClick={() => view.find(query, { again: true, back: true })}
      >
        ↑
      </button>
      <button type="submit" data-kind="bare" aria-label="Next place" disabled={total === 0}>
        ↓
      </button>
      <span role="status" className="soft">
        {query === '' ? '' : isPending ? 'Looking …' : total === 0 ? 'Not found' : `${current} of ${total}`}
      </span>
      <button type="button" data-kind="bare" aria-label="Close the search" onClick={close}>
        ✕
      </button>
    </form>
  );
}
