import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { useLive } from './live';

export interface Loaded<T> {
  /** The newest answer; kept while a newer one is on its way. */
  data: T | null;
  /** Why there is no newer answer. */
  error: ApiError | null;
  reload(): void;
  /** Changes what was loaded, for what the stream brings. */
  change(update: (data: T) => T): void;
}

/**
 * Loads something, and again whenever the stream may have missed a change. `key` names what is loaded: another key begins
 * anew.
 */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; data: T | null; error: ApiError | null }>({
    key,
    data: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  const newest = useRef(load);
  useEffect(() => {
    newest.current = load;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round loads again
  useEffect(() => {
    const gone = new AbortController();
    newest
      .current(gone.signal)
      .then((data) => setState({ key, data, error: null }))
      .catch((reason: unknown) => {
        if (!gone.signal.aborted) {
          const error = reason instanceof ApiError ? reason : new ApiError(0, 'The server does not answer.');
          setState((old) => ({ key, data: old.key === key ? old.data : null, error }));
        }
      });
    return () => gone.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((old) => old + 1), []);
  useLive({ onRefresh: reload });
  const change = useCallback(
    (update: (data: T) => T) =>
      setState((old) => (old.key === key && old.data !== null ? { ...old, data: update(old.data) } : old)),
    [key],
  );
  const current = state.key === key;
  return { data: current ? state.data : null, error: current ? state.error : null, reload, change };
}
