import { PlaceOrder } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import type { Process } from '../../schedule/process.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import type { World } from '../world.ts';

/** Sends every order until its queue has taken it; a new process begins again with those not known to be taken. */
export async function importOrders(world: World, process: Process): Promise<void> {
  const { scenario, progress, ids, clock } = world;
  const writer = createMessageWriter({ ids, clock, source: '/import' });
  const publisher = publisherOf(world, process);
  const next = (): (typeof scenario.orders)[number] | undefined => scenario.orders[progress.ordersSent];
  for (let order = next(); order !== undefined; order = next()) {
    const message = outgoingMessage(writer.write(PlaceOrder.of(order), undefined));
    const { failed } = await publisher.publish([message]);
    progress.ordersSent += failed.length === 0 ? 1 : 0;
  }
}
