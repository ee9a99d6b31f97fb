import { changeSettings, useSettings } from '../../hooks/useSettings';
import { count } from '../../lib/text';
import styles from './LogTools.module.css';

interface LogToolsProps {
  query: string;
  onQuery: (query: string) => void;
  found: number;
  /** Which of the lines that were found is in view, from 1; 0 where none is. */
  place: number;
  onFound: (step: 1 | -1) => void;
  stops: number;
  onStop: (step: 1 | -1) => void;
  raw: string;
}

/** The field that `/` leads to. */
export const LOG_SEARCH_ID = 'log-search';

export function LogTools({ query, onQuery, found, place, onFound, stops, onStop, raw }: LogToolsProps) {
  const { wrap } = useSettings();
  return (
    <div className={styles.tools}>
      <form
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault();
          onFound(1);
        }}
      >
        <input
          id={LOG_SEARCH_ID}
          type="search"
          placeholder="Search the log"
          aria-label="Search the log"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.shiftKey) {
              event.preventDefault();
              onFound(-1);
            } else if (event.key === 'Escape') {
              onQuery('');
            }
          }}
        />
        {query !== '' && (
          <>
            <span className={styles.found} role="status">
              {place > 0 ? `${place} of ${count(found, 'line')}` : count(found, 'line')}
            </span>
            <Steps of="line that was found" isOff={found === 0} onStep={onFound} />
          </>
        )}
      </form>
      {stops > 0 && query === '' && (
        <span className={styles.group}>
          <span className="soft">{count(stops, 'complaint')}</span>
          <Steps of="complaint" isOff={false} onStep={onStop} />
        </span>
      )}
      <span className={styles.group}>
        <button
          type="button"
          data-kind="bare"
          aria-pressed={wrap}
          onClick={() => changeSettings({ wrap: !wrap })}
        >
          Wrap
        </button>
        <a href={raw}>Plain text</a>
      </span>
    </div>
  );
}

interface StepsProps {
  of: string;
  isOff: boolean;
  onStep: (step: 1 | -1) => void;
}

function Steps({ of, isOff, onStep }: StepsProps) {
  return (
    <span>
      <button
        type="button"
        data-kind="bare"
        aria-label={`Previous ${of}`}
        disabled={isOff}
        onClick={() => onStep(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        data-kind="bare"
        aria-label={`Next ${of}`}
        disabled={isOff}
        onClick={() => onStep(1)}
      >
        ↓
      </button>
    </span>
  );
}
