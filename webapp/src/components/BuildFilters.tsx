import { type RefObject, useEffect, useRef, useState } from 'react';
import type { BuildFilter } from '../api/client';
import { STATES } from '../lib/states';
import styles from './BuildFilters.module.css';

const PAUSE_MS = 250;

interface BuildFiltersProps {
  filter: BuildFilter;
  branches: string[];
  search: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<BuildFilter>) => void;
}

export function BuildFilters({ filter, branches, search, onChange }: BuildFiltersProps) {
  return (
    <search className={styles.filters}>
      <SearchField text={filter.q} field={search} onChange={(q) => onChange({ q })} />
      <select
        aria-label="Branch"
        value={filter.branch}
        onChange={(event) => onChange({ branch: event.target.value })}
      >
        <option value="">All branches</option>
        {branches.map((branch) => (
          <option key={branch}>{branch}</option>
        ))}
      </select>
      <select
        aria-label="State"
        value={filter.state}
        onChange={(event) => onChange({ state: event.target.value })}
      >
        <option value="">All states</option>
        {Object.entries(STATES).map(([state, { word }]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </select>
    </search>
  );
}

interface SearchFieldProps {
  text: string;
  field: RefObject<HTMLInputElement | null>;
  onChange: (text: string) => void;
}

/** Searches once the typing pauses; follows the address where that changes by itself. */
function SearchField({ text, field, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const sent = useRef(text);
  const newest = useRef(onChange);
  useEffect(() => {
    newest.current = onChange;
  });
  useEffect(() => {
    if (text !== sent.current) {
      sent.current = text;
      setTyped(text);
    }
  }, [text]);
  useEffect(() => {
    if (typed.trim() === sent.current) {
      return;
    }
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      newest.current(sent.current);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      ref={field}
      type="search"
      aria-label="Search by message, author or hash"
      placeholder="Search message, author, hash"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
