/** One fault when a number is no integer within the range (both ends included), none otherwise. */
export function between(what: string, value: number, [least, most]: readonly [number, number]): readonly string[] {
  return Number.isInteger(value) && value >= least && value <= most
    ? []
    : [`${what} must be an integer between ${least} and ${most}, got ${value}`];
}
