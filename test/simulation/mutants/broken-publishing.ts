import { createOutboxRelay } from '../../../lambdas/core/outbox/outbox-relay.ts';
import { outboxEntries } from '../../../lambdas/core/outbox/outbox-entries.ts';
import { leaseStore } from '../../../lambdas/contracts/lease-store.ts';
import type { ItemStore, Write } from '../../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage, Publisher } from '../../../lambdas/core/ports/publisher.ts';
import { partitioned } from './broken-store.ts';
import type { Mutation } from './mutation.ts';

/** The relay takes messages out of their outboxes and publishes them then. */
export const settlesFirst: NonNullable<Mutation['relay']> = (dependencies) => ({
  async relay(changes) {
    const real = createOutboxRelay({ ...dependencies, publisher: { publish: () => Promise.resolve({ failed: [] }) } });
    await real.relay(changes);
    const messages = changes.flatMap(({ before, after }) => {
      const known = new Set(outboxEntries(before).map(({ position }) => position));
      return outboxEntries(after).filter(({ position }) => !known.has(position));
    });
    await dependencies.publisher.publish(messages.map(({ message }) => message));
    return { failedFrom: undefined };
  },
});

/** Messages get a new id each time they are published. */
export function withFreshIds(publisher: Publisher): Publisher {
  let count = 0;
  const fresh = (message: OutgoingMessage): OutgoingMessage => {
    count += 1;
    const id = `${message.id}-${count}`;
    return { ...message, id, body: message.body.replace(`"id":"${message.id}"`, `"id":"${id}"`) };
  };
  return {
    publish: async (messages) => {
      const { failed } = await publisher.publish(messages.map(fresh));
      const refused = new Set(failed.map(({ id }) => id.slice(0, id.lastIndexOf('-'))));
      return { failed: [...refused].map((id) => ({ id, reason: 'refused' })) };
    },
  };
}

/** The sweeper's publisher sends nothing, and says that it did. */
export const sweepsWithoutPublishing: NonNullable<Mutation['publisher']> = (publisher, role) =>
  role === 'sweeper' ? { publish: () => Promise.resolve({ failed: [] }) } : publisher;

/** A process takes no notice of what its publisher could not send. */
export function overFailures(breaks: (role: string) => boolean): NonNullable<Mutation['publisher']> {
  return (publisher, role) =>
    breaks(role)
      ? {
          publish: async (messages) => {
            await publisher.publish(messages);
            return { failed: [] };
          },
        }
      : publisher;
}

/** The sweeper takes it for granted that it still holds its lease. */
export const neverAsksAgain: NonNullable<Mutation['items']> = (items, { role }) => {
  const renews = (write: Write): boolean =>
    role === 'sweeper' &&
    partitioned(`${leaseStore}-`)(write) &&
    write.when.some((condition) => 'attribute' in condition && condition.attribute === 'owner');
  return { ...items, write: (write) => (renews(write) ? Promise.resolve({ ok: true }) : items.write(write)) };
};

/** What a commit is to publish is published first. */
export const sendsBeforeCommit: NonNullable<Mutation['items']> = (items, { publisher }) => {
  const send = async (writes: Parameters<ItemStore['transact']>[0]): Promise<void> => {
    const messages = writes.flatMap((write) => (write.kind === 'check' ? [] : messagesIn(write)));
    if (messages.length > 0) {
      await publisher.publish(messages);
    }
  };
  return {
    ...items,
    write: async (write) => {
      await send([write]);
      return items.write(write);
    },
    transact: async (writes) => {
      await send(writes);
      return items.transact(writes);
    },
  };
};

function messagesIn(write: Write): readonly OutgoingMessage[] {
  if (write.kind === 'put') {
    return outboxEntries(write).map(({ message }) => message);
  }
  const added = write.kind === 'update' ? Object.entries(write.set ?? {}) : [];
  const entries = added
    .filter(([path]) => path.startsWith('outbox.'))
    .map(([path, message]) => [path.slice('outbox.'.length), message] as const);
  return outboxEntries({ key: write.key, attributes: { outbox: Object.fromEntries(entries) } }).map(
    ({ message }) => message,
  );
}
