const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** How long ago something was, in its largest unit: `3 h`. */
export function age(milliseconds: number): string {
  const [unit, size] = units.find(([, least]) => milliseconds >= least) ?? ['s', 1000];
  return `${Math.max(Math.floor(milliseconds / size), 0)} ${unit}`;
}
