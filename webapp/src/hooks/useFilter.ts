import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { BuildFilter } from '../api/client';
import { isState } from '../lib/states';

const NAMES = ['q', 'branch', 'state'] as const;

/** Which builds a person looks for, kept in the address: it can be sent to others, and survives a reload. */
export function useFilter(): [BuildFilter, (change: Partial<BuildFilter>) => void] {
  const [query, setQuery] = useSearchParams();
  const text = query.toString();
  const filter = useMemo(() => {
    const read = new URLSearchParams(text);
    const state = read.get('state') ?? '';
    return {
      q: read.get('q') ?? '',
      branch: read.get('branch') ?? '',
      state: isState(state) ? state : '',
    };
  }, [text]);
  const change = useCallback(
    (update: Partial<BuildFilter>) =>
      setQuery(
        (old) => {
          const fresh = new URLSearchParams(old);
          for (const name of NAMES) {
            const value = update[name] ?? old.get(name) ?? '';
            if (value === '') {
              fresh.delete(name);
            } else {
              fresh.set(name, value);
            }
          }
          return fresh;
        },
        // Going back leaves the list, instead of taking a word of the search away.
        { replace: true },
      ),
    [setQuery],
  );
  return [filter, change];
}
