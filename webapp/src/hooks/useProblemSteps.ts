import { useEffect, useState } from 'react';

/** Goes from problem to problem; `ids` are in the order in which they stand. */
export function useProblemSteps(ids: readonly number[], elementId: (id: number) => string) {
  const [current, setCurrent] = useState<{ id: number } | null>(null);

  // A new object each time: the same problem may be asked for again.
  useEffect(() => {
    const element = current && document.getElementById(elementId(current.id));
    element?.focus({ preventScroll: true });
    element?.scrollIntoView?.({ block: 'nearest' });
  }, [current, elementId]);

  function step(by: 1 | -1) {
    const at = current === null ? -1 : ids.indexOf(current.id);
    const next = at < 0 ? (by === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    const id = ids[next];
    if (id !== undefined) {
      setCurrent({ id });
    }
  }

  return { current: current?.id ?? null, step };
}
