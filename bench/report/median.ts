/** The middle of an odd number of values, the upper of the two middles of an even number; NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
