import { useLayoutEffect, useRef } from 'react';

const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable=false])';

/** Keys by what they type. They do nothing while one types into a field, with a modifier, or behind a dialog. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const newest = useRef(keys);
  // As soon as there is something to be seen: a quick hand does not wait for effects after painting.
  useLayoutEffect(() => {
    newest.current = keys;
  });
  useLayoutEffect(() => {
    function pressed(event: KeyboardEvent) {
      const action = Object.hasOwn(newest.current, event.key) ? newest.current[event.key] : undefined;
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      const isTyped = event.target instanceof Element && event.target.closest(FIELDS) !== null;
      if (action && !isModified && !isTyped && !event.defaultPrevented && !event.repeat) {
        if (document.querySelector('dialog[open]') === null) {
          // Else the slash that leads to a field would be typed into it.
          event.preventDefault();
          action();
        }
      }
    }
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
