/** How a bound grows with every try, in whatever unit its two ends are in. */
export interface Doubling {
  /** After the first try. */
  readonly first: number;
  /** The bound never exceeds it. */
  readonly longest: number;
}

/** The bound below which a pause with full jitter is drawn after so many tries, counted from 1: it doubles each time. */
export function doublingBound({ first, longest }: Doubling, attempt: number): number {
  return Math.min(first * 2 ** (attempt - 1), longest);
}
