import { useSyncExternalStore } from 'react';

/** One clock for all that shows relative times, so that they change together. */
function clock(everyMs: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      if (timer === undefined) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          for (const each of listeners) each();
        }, everyMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      };
    },
    read: () => now,
  };
}

const slow = clock(10_000);
const fast = clock(200);

/** The time in milliseconds since 1970, every ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(slow.subscribe, slow.read);
}

/** The same five times a second, for seconds that run. */
export function useRunningNow(): number {
  return useSyncExternalStore(fast.subscribe, fast.read);
}
