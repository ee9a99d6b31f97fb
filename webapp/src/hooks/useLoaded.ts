import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { useLive, useOpened } from './live';

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
 * anew. `join` says what of the answer before to keep.
 */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  join: (fresh: T, old: T) => T = (fresh) => fresh,
): Loaded<T> {
  const [state, setState] = useState<{ key: string; data: T | null; error: ApiError | null }>({
    key,
    data: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  const opened = useOpened();
  const newest = useRef({ load, join });
  useLayoutEffect(() => {
    newest.current = { load, join };
  });
  // What changed since the request began: the answer may have been written before, and must not undo it.
  const changes = useRef<((data: T) => T)[] | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round loads again
  useLayoutEffect(() => {
    const gone = new AbortController();
    const since: ((data: T) => T)[] = [];
    opened
      .then(() => {
        gone.signal.throwIfAborted();
        changes.current = since;
        return newest.current.load(gone.signal);
      })
      .then((fresh) => {
        if (!gone.signal.aborted) {
          changes.current = null;
          setState((old) => {
            const joined =
              old.key === key && old.data !== null ? newest.current.join(fresh, old.data) : fresh;
            return { key, data: since.reduce((data, update) => update(data), joined), error: null };
          });
        }
      })
      .catch((reason: unknown) => {
        if (!gone.signal.aborted) {
          changes.current = null;
          const error = reason instanceof ApiError ? reason : new ApiError(0, 'The server does not answer.');
          setState((old) => ({ key, data: old.key === key ? old.data : null, error }));
        }
      });
    return () => gone.abort();
  }, [key, round, opened]);

  const reload = useCallback(() => setRound((old) => old + 1), []);
  useLive({ onRefresh: reload });
  const change = useCallback(
    (update: (data: T) => T) => {
      changes.current?.push(update);
      setState((old) => (old.key === key && old.data !== null ? { ...old, data: update(old.data) } : old));
    },
    [key],
  );
  const current = state.key === key;
  return { data: current ? state.data : null, error: current ? state.error : null, reload, change };
}
