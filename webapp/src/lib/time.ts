const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
  ['week', 4.345],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];

/** `3 minutes ago`, in the browser's language. */
export function relativeTime(iso: string, now: number): string {
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  let value = Math.min(0, (Date.parse(iso) - now) / 1000);
  for (const [unit, size] of STEPS) {
    if (Math.abs(Math.round(value)) < size) {
      return unit === 'second' && Math.abs(value) < 10
        ? format.format(0, 'second')
        : format.format(Math.round(value), unit);
    }
    value /= size;
  }
  return '';
}

export function absoluteTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' });
}

/** To make one takes longer than to use it a hundred times. */
const DAY = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
});

/** The day in the reader's time zone, for grouping; two times of the same day give the same text. */
export function dayOf(iso: string): string {
  return DAY.format(new Date(iso));
}

/** `4.2 s`, `1 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) {
    return `${seconds.toLocaleString(undefined, { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
  }
  return `${Math.floor(seconds / 60).toLocaleString()} min ${Math.floor(seconds % 60)} s`;
}
