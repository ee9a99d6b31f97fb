import { useState } from 'react';
import { buildNewest } from '../api/client';
import type { Build } from '../api/types';

/** Has the newest commit of the tracked branch built, once at a time. */
export function useBuildNewest(project: string, onBuild: (build: Build) => void) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function start() {
    if (isBusy) {
      return;
    }
    setBusy(true);
    setError(null);
    try {
      onBuild(await buildNewest(project));
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      setBusy(false);
    }
  }

  return { start: () => void start(), isBusy, error };
}
