import type { Quantities } from '../contracts/orders/inventory-messages.ts';

/** Stock changes that fit one transaction: 100 actions, less the stream's tip and the batch it may calve. */
export const partSize = 98;

/** The lines in parts of at most {@link partSize}, in a fixed order. */
export function partsOf(lines: Quantities): readonly Quantities[] {
  return Array.from({ length: Math.ceil(lines.length / partSize) }, (_, index) =>
    lines.slice(index * partSize, (index + 1) * partSize),
  );
}

/** One line for each SKU: no item may stand twice in a transaction. */
export function merged(lines: Quantities): Quantities {
  const totals = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    totals.set(sku, (totals.get(sku) ?? 0) + quantity);
  }
  return [...totals].map(([sku, quantity]) => ({ sku, quantity }));
}
