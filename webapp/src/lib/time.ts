import { once } from './once';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
  ['week', 4.345],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];

// To make one of these takes longer than to use it a hundred times.
const ago = once(() => new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }));
const moment = once(() => new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' }));
const day = once(
  () =>
    new Intl.DateTimeFormat(undefined, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
);
const whole = once(() => new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 }));
const tenths = once(() => new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }));

/** `3 minutes ago`, in the browser's language. */
export function relativeTime(iso: string, now: number): string {
  let value = Math.min(0, (Date.parse(iso) - now) / 1000);
  for (const [unit, size] of STEPS) {
    if (Math.abs(Math.round(value)) < size) {
      return unit === 'second' && Math.abs(value) < 10
        ? ago().format(0, 'second')
        : ago().format(Math.round(value), unit);
    }
    value /= size;
  }
  return '';
}

export function absoluteTime(iso: string): string {
  return moment().format(new Date(iso));
}

/** The day in the reader's time zone, for grouping; two times of the same day give the same text. */
export function dayOf(iso: string): string {
  return day().format(new Date(iso));
}

/** `4.2 s`, `1 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) {
    return `${(seconds < 10 ? tenths : whole)().format(seconds)} s`;
  }
  return `${whole().format(Math.floor(seconds / 60))} min ${Math.floor(seconds % 60)} s`;
}
