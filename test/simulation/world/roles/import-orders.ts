import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { messagesOf } from '../../../../localstack/import/messages-of.ts';
import type { Entry } from '../../../../localstack/import/order-import.ts';
import type { Process } from '../../schedule/process.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import type { World } from '../world.ts';

/** Sends every order and return until its queue has taken it; a new process begins again with those not known to be taken. */
export async function importOrders(world: World, process: Process): Promise<void> {
  const { scenario, progress, ids, clock, scheduler, random } = world;
  const writer = createMessageWriter({ ids, clock, source: '/import' });
  const publisher = publisherOf(world, process);
  const entries: readonly Entry[] = [
    ...scenario.orders.map((order) => ({ kind: 'order', order }) as const),
    ...scenario.returns.map((goods) => ({ kind: 'return', goods }) as const),
  ];
  for (let entry = entries[progress.sent]; entry !== undefined; entry = entries[progress.sent]) {
    if (entry.kind === 'return') {
      await scheduler.pause(process, 1 + random.below(patiences[random.below(patiences.length)] ?? 1));
    }
    progress.sent += (await sent(
      publisher,
      messagesOf(entry).map((draft) => outgoingMessage(writer.write(draft, undefined))),
    ))
      ? 1
      : 0;
  }
}

/** Milliseconds after which goods come back: at once, in the middle of things, or long after. */
const patiences = [5, 500, 7_200_000];

/** One message after the other: what is announced must be known before it is placed. */
async function sent(
  publisher: ReturnType<typeof publisherOf>,
  messages: readonly ReturnType<typeof outgoingMessage>[],
): Promise<boolean> {
  for (const message of messages) {
    const { failed } = await publisher.publish([message]);
    if (failed.length > 0) {
      return false;
    }
  }
  return true;
}
