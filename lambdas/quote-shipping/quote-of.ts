/** What a parcel costs whatever is in it, and what each unit adds to it; in cents. */
const [base, perUnit] = [495, 20];

/** The price of sending so many units, in cents. */
export function quoteOf({ units }: { readonly units: number }): number {
  return base + perUnit * units;
}
