import { useEffect, useState } from 'react';

/** A line of the log that is to be seen; a new object each time that it is asked for. */
export interface Target {
  /** From 0. */
  line: number;
}

/** The line that the address names, as `#L120`; and again whenever it changes. */
export function useHashLine(): [Target | null, (target: Target) => void] {
  const [target, setTarget] = useState(read);
  useEffect(() => {
    const follow = () => setTarget(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return [target, setTarget];
}

function read(): Target | null {
  const found = /^#L(\d{1,7})$/.exec(window.location.hash);
  return found ? { line: Math.max(0, Number(found[1]) - 1) } : null;
}
