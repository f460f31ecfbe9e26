import type { ReturnFacts, StoreFacts } from './order-facts.ts';

/**
 * What became of a return: `returned` when every order that it is about knows of it, `refused` when a refund was, `open`
 * as long as neither is so.
 */
export function returnOutcome(
  { refunds }: Pick<StoreFacts, 'refunds'>,
  one: ReturnFacts | undefined,
): 'returned' | 'refused' | 'open' {
  if (one?.status !== 'accepted') {
    return 'open';
  }
  const parts = one.refundIds.map((refundId) => refunds.get(refundId));
  const [open, refused] = [parts.filter((part) => part?.recorded !== true), one.refused];
  if (open.every((part) => part !== undefined && refused.has(part.orderId))) {
    return open.length === 0 ? 'returned' : 'refused';
  }
  return 'open';
}

/** Whether what a return waits for is parked: itself, one of its refunds, or an order that it is about. */
export function isParkedReturn(
  { refunds }: Pick<StoreFacts, 'refunds'>,
  one: ReturnFacts,
  parked: ReadonlySet<string>,
): boolean {
  const parts = one.refundIds.flatMap((refundId) => [refundId, refunds.get(refundId)?.orderId ?? '']);
  return [one.returnId, ...one.waitsFor, ...parts].some((id) => parked.has(id));
}
