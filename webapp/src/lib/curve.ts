/** How wide and how high a curve is drawn, in units of its own: the page stretches it. */
export const SIDE = 1000;

/** Numbers as places from 0 to `SIDE`; in the middle where all are the same. */
export function scaled(values: readonly (number | null)[]): (number | null)[] {
  const known = values.filter((value) => value !== null);
  const low = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return values.map((value) => {
    if (value === null) {
      return null;
    }
    return high > low ? Math.round(((value - low) / (high - low)) * SIDE) : SIDE / 2;
  });
}

/** An SVG path through the points that are known; high values are up. */
export function pathOf(x: readonly (number | null)[], y: readonly (number | null)[]): string {
  const points = x.flatMap((across, index) => {
    const up = y[index];
    return across === null || up == null ? [] : [`${across} ${SIDE - up}`];
  });
  // A lone point is a line to itself, which round ends make a dot.
  return points.length === 0 ? '' : `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`;
}

/** The index of the place that is nearest to `at`. */
export function nearest(places: readonly (number | null)[], at: number): number {
  let best = 0;
  for (const [index, place] of places.entries()) {
    if (place !== null && Math.abs(place - at) < Math.abs((places[best] ?? 0) - at)) {
      best = index;
    }
  }
  return best;
}
