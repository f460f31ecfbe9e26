import {
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
} from '../../../lambdas/contracts/orders/order-messages.ts';
import type { MessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import type { OutgoingMessage } from '../../../lambdas/core/ports/publisher.ts';
import type { NewsScenario, Story } from './scenario.ts';

/** The events of a scenario in the order in which they are told, as an outbox would keep them. */
export function newsOf({ stories, turns }: NewsScenario, writer: MessageWriter): readonly OutgoingMessage[] {
  const told = stories.map((story) => eventsOf(story).map((event) => outgoingMessage(writer.write(event, undefined))));
  return turns.flatMap((at) => told[at]?.shift() ?? []);
}

function eventsOf({ orderId, units, total, end, refund }: Story): Parameters<MessageWriter['write']>[0][] {
  const customerId = `customer-of-${orderId}`;
  const lines = [{ sku: 'CD', quantity: units, amount: total }];
  const placed = OrderPlaced.of({ orderId, customerId, lines, total, placedAt: '2026-01-01T00:00:00Z' });
  const ended =
    end === 'confirmed'
      ? OrderConfirmed.of({ orderId, customerId, total, parcel: `parcel-of-${orderId}` })
      : OrderRejected.of({ orderId, customerId, reason: 'declined' });
  const part = { orderId, customerId, refundId: `part-of-${orderId}`, returnId: `C${orderId}` };
  return refund === undefined
    ? [placed, ended]
    : [placed, ended, OrderReturned.of({ ...part, lines: [], amount: refund })];
}
