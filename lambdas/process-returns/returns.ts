import { OrderConfirmed, OrderRejected } from '../contracts/orders/order-messages.ts';
import {
  PurchaseRegistered,
  PurchaseSettled,
  RegisterPurchase,
  ReleaseReturn,
  RequestReturn,
  ReturnReleased,
  ReturnReopened,
} from '../contracts/orders/return-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import { type Decider, type Decision, happened, nothingNew } from '../core/event-store/decider.ts';
import { cancelReason, decideReturn } from './decide-return.ts';
import { type LedgerEntries, type PurchaseLedger, ledgerOf, purchaseLedger } from './purchase-ledger.ts';

const commands = [
  RegisterPurchase,
  OrderConfirmed,
  OrderRejected,
  RequestReturn,
  ReturnReopened,
  ReleaseReturn,
] as const;

/** The rules of a customer's ledger: what was bought can come back once, whole returns or nothing. */
export const returns: Decider<LedgerEntries | undefined, typeof commands, typeof purchaseLedger.events> = {
  ...purchaseLedger,
  commands,
  decide(entries, command) {
    const ledger = ledgerOf(entries);
    return isOfReturn(command) ? lookAt(ledger, command) : note(ledger, command);
  },
};

type Command = EnvelopeOf<(typeof commands)[number]>;
type ReturnCommand = EnvelopeOf<typeof RequestReturn | typeof ReturnReopened>;

function isOfReturn(command: Command): command is ReturnCommand {
  return command.type === 'return.request' || command.type === 'return.reopened';
}

function lookAt(ledger: PurchaseLedger, { type, data }: ReturnCommand): Decision {
  const due = type === 'return.request' ? !isKnown(ledger, data.returnId) : ledger.reopened.has(data.returnId);
  return due ? decideReturn(ledger, data) : nothingNew();
}

function note(ledger: PurchaseLedger, command: Exclude<Command, ReturnCommand>): Decision {
  switch (command.type) {
    case 'purchase.register':
      return ledger.orders.has(command.data.orderId) ? nothingNew() : happened(PurchaseRegistered.of(command.data));
    case 'order.confirmed':
    case 'order.rejected':
      return settle(ledger, command);
    case 'return.release':
      return release(ledger, command);
  }
}

function isKnown({ holds, reopened, accepted }: PurchaseLedger, returnId: string): boolean {
  return [holds, reopened, accepted].some((known) => known.has(returnId));
}

/**
 * How an order ended counts once, also before the order is announced: its news can overtake what its customer sent first,
 * and a ledger that forgot it would keep the order open for ever.
 */
function settle(ledger: PurchaseLedger, command: EnvelopeOf<typeof OrderConfirmed | typeof OrderRejected>): Decision {
  const { orderId, customerId } = command.data;
  if (ledger.early.has(orderId) || (ledger.orders.get(orderId)?.status ?? 'open') !== 'open') {
    return nothingNew();
  }
  const waiting = [...ledger.holds.values()].filter(({ waitsFor }) => waitsFor.includes(orderId));
  return happened(
    PurchaseSettled.of({ customerId, orderId, outcome: outcomeOf(command, waiting) }),
    ...waiting.map(({ request }) => ReturnReopened.of(request)),
  );
}

/** Whether it was rejected because a return asked for it, and not for a reason of its own, is in the reason. */
function outcomeOf(
  command: EnvelopeOf<typeof OrderConfirmed | typeof OrderRejected>,
  waiting: readonly { readonly cancels: readonly string[]; readonly request: { readonly returnId: string } }[],
): EnvelopeOf<typeof PurchaseSettled>['data']['outcome'] {
  if (command.type === 'order.confirmed') {
    return 'completed';
  }
  const { orderId, reason } = command.data;
  const asked = waiting.some(({ cancels, request }) => cancels.includes(orderId) && reason === cancelReason(request));
  return asked ? 'cancelled' : 'rejected';
}

function release(ledger: PurchaseLedger, { data }: EnvelopeOf<typeof ReleaseReturn>): Decision {
  const takes = ledger.accepted.get(data.returnId) ?? [];
  return takes.some(({ orderId }) => orderId === data.orderId) ? happened(ReturnReleased.of(data)) : nothingNew();
}
