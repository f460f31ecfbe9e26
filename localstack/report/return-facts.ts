import {
  RefundRequested,
  ReturnAccepted,
  ReturnHeld,
  ReturnReleased,
  ReturnReopened,
} from '../../lambdas/contracts/orders/return-messages.ts';
import type { EventFacts, RefundFacts, ReturnFacts } from './order-facts.ts';

/** What the ledgers of customers say about their returns. */
export function returnFacts(ledgers: readonly EventFacts[]): ReadonlyMap<string, ReturnFacts> {
  const returns = new Map<string, ReturnFacts>();
  for (const event of ledgers) {
    const returnId = returnIn(event);
    if (returnId !== undefined) {
      const before = returns.get(returnId) ?? blank(returnId);
      returns.set(returnId, { ...before, ...changed(event, before) });
    }
  }
  return returns;
}

/** The refunds that the ledgers asked for; what became of each is to be added. */
export function refundsIn(
  ledgers: readonly EventFacts[],
): readonly Pick<RefundFacts, 'refundId' | 'returnId' | 'orderId' | 'amount' | 'lines'>[] {
  return ledgers
    .filter(({ type }) => type === RefundRequested.name)
    .map(({ data }) => RefundRequested.parse(data, RefundRequested.version))
    .map(({ refundId, returnId, orderId, amount, lines }) => ({ refundId, returnId, orderId, amount, lines }));
}

function blank(returnId: string): ReturnFacts {
  return { returnId, status: 'reopened', waitsFor: [], refundIds: [], refused: new Map() };
}

function changed({ type, data }: EventFacts, before: ReturnFacts): Partial<ReturnFacts> {
  switch (type) {
    case ReturnHeld.name:
      return { status: 'held', waitsFor: ReturnHeld.parse(data, ReturnHeld.version).waitsFor };
    case ReturnReopened.name:
      return { status: 'reopened', waitsFor: [] };
    case ReturnAccepted.name:
      return { status: 'accepted' };
    case RefundRequested.name:
      return { refundIds: withRefund(before.refundIds, data) };
    case ReturnReleased.name:
      return { refused: withReason(before.refused, data) };
    default:
      return {};
  }
}

function withRefund(refundIds: readonly string[], data: unknown): readonly string[] {
  return [...refundIds, RefundRequested.parse(data, RefundRequested.version).refundId];
}

function withReason(refused: ReturnFacts['refused'], data: unknown): ReturnFacts['refused'] {
  const { orderId, reason } = ReturnReleased.parse(data, ReturnReleased.version);
  return new Map(refused).set(orderId, reason);
}

function returnIn({ data }: EventFacts): string | undefined {
  return typeof data === 'object' && data !== null && 'returnId' in data && typeof data.returnId === 'string'
    ? data.returnId
    : undefined;
}
