import { useState } from 'react';

const KEY = 'galley.split';
const EVEN = 54;

/** How much of the width is the document's, in percent; kept in the browser. */
export function useSplit(): [number, (percent: number) => void] {
  const [percent, setPercent] = useState(read);
  return [
    percent,
    (next) => {
      setPercent(next);
      try {
        localStorage.setItem(KEY, String(next));
      } catch {
        // A browser that keeps nothing keeps it for as long as the page is open.
      }
    },
  ];
}

function read(): number {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return kept > 0 && kept < 100 ? kept : EVEN;
  } catch {
    return EVEN;
  }
}
