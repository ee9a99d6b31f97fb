import { useEffect } from 'react';
import { STATES, type State } from '../lib/states';

/** Shape as well as colour, so that the tab says it to everyone. */
const ICONS: Record<State | 'none', string> = {
  none: '<path d="M4 1h6l3 3v11H3V2z" fill="#64615a"/><path d="M5 6h6M5 9h6M5 12h4" stroke="#fff"/>',
  queued:
    '<circle cx="8" cy="8" r="6" fill="none" stroke="#85817a" stroke-width="2.5" stroke-dasharray="3 2"/>',
  running:
    '<circle cx="8" cy="8" r="6.5" fill="none" stroke="#b26a00" stroke-width="3" stroke-dasharray="26 15"/>',
  success:
    '<circle cx="8" cy="8" r="8" fill="#2f7d3b"/><path d="M4 8l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/>',
  failure:
    '<rect width="16" height="16" rx="3" fill="#b3261e"/><path d="M5 5l6 6m0-6l-6 6" stroke="#fff" stroke-width="2"/>',
  error: '<path d="M8 0l8 15H0z" fill="#b3261e"/><path d="M8 5v5m0 1.500v2" stroke="#fff" stroke-width="2"/>',
  cancelled:
    '<circle cx="8" cy="8" r="7" fill="none" stroke="#85817a" stroke-width="2"/><path d="M3 13L13 3" stroke="#85817a" stroke-width="2"/>',
};

/** Has the tab's title and icon follow what the page shows. */
export function useTitle(title: string, state?: State): void {
  useEffect(() => {
    document.title = [state && STATES[state].word, title, 'Galley'].filter(Boolean).join(' · ');
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${ICONS[state ?? 'none']}</svg>`;
      icon.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    }
  }, [title, state]);
}
