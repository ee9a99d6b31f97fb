/** What brought a build about, in a word and in a sentence. */
const TRIGGERS: Record<string, { word: string; sentence: string }> = {
  webhook: { word: 'push', sentence: 'Built for a push that the webhook reported' },
  get: { word: 'link', sentence: 'Built because its address was opened' },
  api: { word: 'by hand', sentence: 'Built because someone asked for it' },
  poll: { word: 'poll', sentence: 'Built for a commit that asking the remote found' },
};

export function triggerOf(trigger: string): { word: string; sentence: string } {
  return TRIGGERS[trigger] ?? { word: trigger, sentence: '' };
}
