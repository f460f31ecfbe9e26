/** An aim, and that it was missed. */
export function aim(text: string, met: boolean): string {
  return met ? text : `${text}, missed`;
}

/** Whole kilobytes of 1,000 bytes. */
export function kilobytes(bytes: number): number {
  return Math.round(bytes / 1000);
}

/** Two digits behind the point. */
export function fixed(value: number): string {
  return value.toFixed(2);
}

/** A whole number with its thousands apart. */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
