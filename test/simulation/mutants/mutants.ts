import { PaymentCharged, PaymentRefunded } from '../../lambdas/contracts/orders/payment-messages.ts';
import { orders as definition } from '../../lambdas/contracts/orders/pipeline.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { createCommandConsumer } from '../../lambdas/core/event-store/command-consumer.ts';
import { happened } from '../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import { createOutboxRelay } from '../../lambdas/core/outbox/outbox-relay.ts';
import type { Condition, ItemStore, Write } from '../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import { createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
import { fulfilment } from '../../lambdas/fulfil-order/fulfilment.ts';
import { paymentUpTo } from '../../lambdas/payments/payment.ts';
import type { ConsumerName } from '../../localstack/embedded/embedded-consumers.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { ConsumerWorld } from './consumer-world.ts';
import type { Mutation } from './mutation.ts';
import { limitCents } from './scenario.ts';

/** Broken variants of the composition; the checks of the simulation must catch each of them. */
export const mutants: Readonly<Record<string, Mutation>> = {
  'messages are acknowledged before they are handled': { acknowledges: 'before handling' },
  'failed messages are acknowledged too': { acknowledges: 'failures too' },
  'the relay passes over what it could not publish': { position: (changes) => Number(changes.at(-1)?.sequence) },
  'the relay settles before it publishes': {
    relay: (dependencies) => ({
      async relay(changes) {
        const real = createOutboxRelay({
          ...dependencies,
          publisher: { publish: () => Promise.resolve({ failed: [] }) },
        });
        await real.relay(changes);
        const messages = changes.flatMap(({ before, after }) => {
          const known = new Set(outboxEntries(before).map(({ position }) => position));
          return outboxEntries(after).filter(({ position }) => !known.has(position));
        });
        await dependencies.publisher.publish(messages.map(({ message }) => message));
        return { failedFrom: undefined };
      },
    }),
  },
  'the relay gives a repeated message a new id': { publisher: withFreshIds },
  'streams take an append at any version': {
    items: changing((write) => withoutConditions(write, (condition) => 'attribute' in condition, 'tip')),
  },
  'streams can be created twice': {
    items: changing((write) => withoutConditions(write, (condition) => 'item' in condition, 'tip')),
  },
  'sagas can be started twice': {
    items: changing((write) => withoutConditions(write, (condition) => 'item' in condition, 'saga')),
  },
  'commits lose their outbox when they change an item': { items: changing(withoutOutbox) },
  'transactions are made of single writes': { items: (items) => ({ ...items, transact: oneByOne(items) }) },
  'stock is taken whether there is any or not': {
    items: changing((write) => withoutConditions(write, (condition) => 'attribute' in condition, 'stock')),
  },
  'payments forget that they were charged': { consumer: only('payments', forgetfulPayments) },
  'a saga forgets to release its stock': {
    consumer: only('fulfilOrder', (_, world) => sagaWithout('undo', world)),
  },
  'a refusal is taken for success': {
    consumer: only('fulfilOrder', (_, world) => sagaWithout('refused', world)),
  },
  'notices are marked as given before they are': { items: doneAtOnce },
  'orders are dropped when their stream is busy': {
    consumer: only('placeOrder', (consumer) => swallowing(consumer)),
  },
};

type Rewrite = (write: Write) => Write;

function changing(rewrite: Rewrite): NonNullable<Mutation['items']> {
  return (items) => ({
    ...items,
    write: (write) => items.write(rewrite(write)),
    transact: (writes) => items.transact(writes.map((write) => (write.kind === 'check' ? write : rewrite(write)))),
  });
}

function withoutConditions(write: Write, drops: (condition: Condition) => boolean, sort: string): Write {
  return write.key.sort === sort ? { ...write, when: write.when.filter((condition) => !drops(condition)) } : write;
}

function withoutOutbox(write: Write): Write {
  if (write.kind !== 'update' || write.set === undefined) {
    return write;
  }
  const kept = Object.entries(write.set).filter(([path]) => !path.startsWith('outbox.'));
  return { ...write, set: Object.fromEntries(kept) };
}

function oneByOne(items: ItemStore): ItemStore['transact'] {
  return async (writes) => {
    for (const [index, write] of writes.entries()) {
      const result = write.kind === 'check' ? { ok: true as const } : await items.write(write);
      if (!result.ok) {
        return { ok: false, refused: [{ index, current: result.current }] };
      }
    }
    return { ok: true };
  };
}

/** Marks are done when they are claimed. */
function doneAtOnce(items: ItemStore): ItemStore {
  const write: ItemStore['write'] = (change) => {
    if (change.kind !== 'put' || !change.key.partition.startsWith('inbox-')) {
      return items.write(change);
    }
    const lasting = Object.entries(change.attributes).filter(([name]) => name !== 'leaseUntil');
    return items.write({ ...change, attributes: { ...Object.fromEntries(lasting), done: true } });
  };
  return { ...items, write };
}

function withFreshIds(publisher: Publisher): Publisher {
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

function only(
  broken: ConsumerName,
  replace: (consumer: Consumer, world: ConsumerWorld) => Consumer,
): NonNullable<Mutation['consumer']> {
  return (name, consumer, world) => (name === broken ? replace(consumer, world) : consumer);
}

function forgetfulPayments(_: Consumer, { items, ids, clock }: ConsumerWorld): Consumer {
  const payment = paymentUpTo(limitCents);
  const writer = createMessageWriter({ ids, clock, source: '/mutant' });
  const events = createEventStore({ items, writer, publishes: definition.consumers.payments.publishes });
  return createCommandConsumer({
    name: 'payments',
    events,
    backoff: { wait: () => Promise.resolve() },
    decider: {
      ...payment,
      creates: [],
      decide: (state, command) =>
        command.type === 'payment.charge' && command.data.amount <= limitCents
          ? happened(PaymentCharged.of(command.data))
          : command.type === 'payment.refund'
            ? happened(PaymentRefunded.of({ ...command.data, amount: state.amount }))
            : payment.decide(state, command),
    },
  });
}

function sagaWithout(part: 'undo' | 'refused', world: ConsumerWorld): Consumer {
  const steps = fulfilment.steps.map((step) =>
    part === 'undo'
      ? { ...step, undo: undefined }
      : { ...step, refused: undefined, ok: step.name === 'charge' ? (step.refused ?? step.ok) : step.ok },
  );
  return createSagaConsumer({
    name: 'fulfilOrder',
    store: 'fulfilment',
    definition: { ...fulfilment, steps },
    ...world,
    writer: createMessageWriter({ ids: world.ids, clock: world.clock, source: '/mutant' }),
    telemetry: silentTelemetry,
  });
}

/** A failure is reported as success. */
function swallowing(consumer: Consumer): Consumer {
  return { ...consumer, handle: (message, context) => consumer.handle(message, context).catch(() => ok()) };
}
