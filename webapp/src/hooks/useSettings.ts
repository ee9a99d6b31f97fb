import { useSyncExternalStore } from 'react';

/** What a person chose, kept in the browser. */
export interface Settings {
  theme: 'system' | 'light' | 'dark';
  wrap: boolean;
  notifications: boolean;
  /** A password was given here, so that it makes sense to offer to log out. */
  loggedIn: boolean;
}

const KEY = 'galley.settings';
const DEFAULTS: Settings = { theme: 'system', wrap: true, notifications: false, loggedIn: false };
const listeners = new Set<() => void>();
let settings = read();

function read(): Settings {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>) };
  } catch {
    return DEFAULTS;
  }
}

function apply(): void {
  if (settings.theme === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = settings.theme;
  }
  for (const listener of listeners) listener();
}

export function changeSettings(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing keeps it for as long as the page is open.
  }
  apply();
}

/** Follows what was changed in another window, and shows what was chosen before. */
export function startSettings(): void {
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) {
      settings = read();
      apply();
    }
  });
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, () => settings);
}
