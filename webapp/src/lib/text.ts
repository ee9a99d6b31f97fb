import { once } from './once';

/** The first line of a commit message. */
export function subject(message: string | null): string {
  return message?.trimStart().split('\n', 1)[0]?.trim() ?? '';
}

/** What a commit message says after its first line. */
export function body(message: string | null): string {
  const [, ...rest] = message?.trimStart().split('\n') ?? [];
  return rest.join('\n').trim();
}

/** As git and the badge abbreviate a hash. */
export function shortHash(commit: string): string {
  return commit.slice(0, 7);
}

/** At most two letters for a person: of the first and the last name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** To make one takes longer than to use it a hundred times. */
const plain = once(() => new Intl.NumberFormat());

/** `1 page`, `12 pages`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${plain().format(number)} ${number === 1 ? one : many}`;
}

/** `+3`, `−2`; nothing where nothing changed or one of the two is not known. */
export function delta(now: number | null | undefined, before: number | null | undefined): string {
  if (now == null || before == null || now === before) {
    return '';
  }
  return now > before ? `+${now - before}` : `−${before - now}`;
}

/** A size for people, in decimal units. */
export function bytes(number: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = number < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(number) / 3));
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[power],
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(number / 1000 ** power);
}
