import type { PurchasedLine } from './purchase-ledger.ts';

/**
 * What was paid for the next `quantity` units of a line, in cents.
 *
 * An amount seldom divides by its quantity. After any number of returned units exactly the whole cents of their share
 * are refunded, so the cents of all units of a line add up to what was paid for it, in whatever portions they come back.
 */
export function paidFor({ amount, quantity: bought, returned, refunded }: PurchasedLine, quantity: number): number {
  // The product of two safe integers need not be one.
  const share = (BigInt(amount) * BigInt(returned + quantity)) / BigInt(bought);
  return Math.max(Number(share) - refunded, 0);
}
