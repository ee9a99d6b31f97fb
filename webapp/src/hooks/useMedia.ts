import { useCallback, useSyncExternalStore } from 'react';

/** Narrower than this, a line is too short for columns. */
export const NARROW = '(width < 48rem)';

/** Whether a media query holds, for what the style sheet alone cannot decide. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
