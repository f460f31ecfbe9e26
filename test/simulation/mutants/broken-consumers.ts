import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { PaymentCharged, PaymentRefunded } from '../../../lambdas/contracts/orders/payment-messages.ts';
import { coreOrders as definition } from '../../../lambdas/contracts/orders/core-orders.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { ok } from '../../../lambdas/core/consume/outcome.ts';
import { createCommandConsumer } from '../../../lambdas/core/event-store/command-consumer.ts';
import { happened } from '../../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createSagaConsumer } from '../../../lambdas/core/saga/saga-consumer.ts';
import type { SagaStep } from '../../../lambdas/core/saga/saga-definition.ts';
import { fulfilment } from '../../../lambdas/fulfil-order/fulfilment.ts';
import { paymentUpTo } from '../../../lambdas/payments/payment.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import { limitCents } from '../scenario.ts';
import type { ConsumerWorld } from '../world/consumer-world.ts';
import type { Mutation } from './mutation.ts';

/** Breaks one consumer and leaves the others. */
export function only(
  broken: ConsumerName,
  replace: (consumer: Consumer, world: ConsumerWorld) => Consumer,
): NonNullable<Mutation['consumer']> {
  return (name, consumer, world) => (name === broken ? replace(consumer, world) : consumer);
}

/** Charges as often as it is told to. */
export function forgetfulPayments(_: Consumer, { items, ids, clock }: ConsumerWorld): Consumer {
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

/** The saga with steps that cannot be undone, or whose refusal counts as success. */
export function sagaWithout(part: 'undo' | 'refused', world: ConsumerWorld): Consumer {
  const broken = (step: SagaStep): SagaStep => {
    if (step.kind !== 'command') {
      return step;
    }
    return part === 'undo'
      ? { ...step, undo: undefined }
      : { ...step, refused: undefined, ok: step.name === 'charge' ? (step.refused ?? step.ok) : step.ok };
  };
  const stages = fulfilment.stages.map((stage) => stage.map(broken));
  return createSagaConsumer({
    name: 'fulfilOrder',
    store: 'fulfilment',
    definitions: [{ ...fulfilment, stages }],
    ...world,
    writer: createMessageWriter({ ids: world.ids, clock: world.clock, source: '/mutant' }),
    telemetry: silentTelemetry,
  });
}

/** A failure is reported as success. */
export function swallowing(consumer: Consumer): Consumer {
  return { ...consumer, handle: (message, context) => consumer.handle(message, context).catch(() => ok()) };
}
