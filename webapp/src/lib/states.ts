/** One table for all that is shown of a state: a new one does not compile until it has all of it. */

export type State = 'queued' | 'running' | 'success' | 'failure' | 'error' | 'cancelled';

interface Look {
  /** As the badge says it. */
  word: string;
  /** What a reader of the list is told. */
  sentence: string;
  isFinal: boolean;
}

export const STATES: Record<State, Look> = {
  queued: { word: 'queued', sentence: 'Waits for its turn', isFinal: false },
  running: { word: 'building', sentence: 'Is being built', isFinal: false },
  success: { word: 'built', sentence: 'Typeset', isFinal: true },
  failure: { word: 'failed', sentence: 'Does not typeset', isFinal: true },
  error: { word: 'error', sentence: 'Could not be built', isFinal: true },
  cancelled: { word: 'cancelled', sentence: 'Was cancelled', isFinal: true },
};

export function isFinal(state: State): boolean {
  return STATES[state].isFinal;
}

export function isState(word: string): word is State {
  return Object.hasOwn(STATES, word);
}
