import { useState } from 'react';

export interface Action {
  isBusy: boolean;
  /** Why the last one was refused. */
  error: string | null;
  act(request: () => Promise<unknown>): void;
}

/** Asks the server for something that a person wants done. */
export function useAction(onDone: () => void): Action {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function run(request: () => Promise<unknown>) {
    setBusy(true);
    setError(null);
    try {
      await request();
      onDone();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      setBusy(false);
    }
  }

  return { isBusy, error, act: (request) => void run(request) };
}
