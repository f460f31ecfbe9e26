/**
 * What a store of items accepts, in bytes and counts.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const storeLimits = {
  itemBytes: 400 * 1024,
  transactionBytes: 4 * 1024 * 1024,
  transactionActions: 100,
} as const;
