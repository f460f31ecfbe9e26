import { createGuardedSources } from '../../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import { type MemoryBrokers, createMemoryBrokers } from '../../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import { createMemoryBroker, type MemoryBroker } from '../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock, type VirtualClock } from '../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type Order, PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { orders as ordersOverBrokers } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { createItemPayloads } from '../../../lambdas/core/payload/item-payloads.ts';
import { createMessageWriter, type MessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import type { IdSource } from '../../../lambdas/core/ports/id-source.ts';
import type { Payloads } from '../../../lambdas/core/ports/payloads.ts';
import type { OutgoingMessage } from '../../../lambdas/core/ports/publisher.ts';
import {
  type EmbeddedBrokerPorts,
  embeddedBrokerConsumers,
} from '../../../localstack/embedded/embedded-broker-consumers.ts';
import { embeddedConsumers } from '../../../localstack/embedded/embedded-consumers.ts';
import { deadLetterBodies, embeddedQueueFigures } from '../../../localstack/embedded/embedded-figures.ts';
import { createEmbeddedPipeline, type EmbeddedPipeline } from '../../../localstack/embedded/embedded-pipeline.ts';
import { embeddedGuard } from '../../../localstack/embedded/embedded-guard.ts';
import { embeddedOutbox, type EmbeddedOutboxParts } from '../../../localstack/embedded/embedded-outbox.ts';
import type { EmbeddedTask } from '../../../localstack/embedded/embedded-task.ts';
import { createEmbeddedTelemetry } from '../../../localstack/embedded/embedded-telemetry.ts';
import { embeddedTimers, timerPatienceSeconds } from '../../../localstack/embedded/embedded-timers.ts';
import { quoteOf } from '../../../lambdas/quote-shipping/quote-of.ts';
import { brokerFacts } from '../../../localstack/report/broker-facts.ts';
import { parkedOrders } from '../../../localstack/report/parked-orders.ts';
import { readFacts } from '../../../localstack/report/read-facts.ts';
import { runReport } from '../../../localstack/report/report-of.ts';
import type { RunReport } from '../../../localstack/report/run-report.ts';
import { seedStock } from '../../../localstack/seed/seed-stock.ts';
import { stockFor } from '../../../localstack/seed/stock-for.ts';
import { fixedIds } from '../../support/fixed-ids.ts';

/** The embedded pipeline on a clock that a test moves, without disk, network or a real clock. */
export interface EmbeddedRig {
  readonly definition: PipelineDefinition;
  readonly broker: MemoryBroker;
  /** Undefined where a test has none. */
  readonly brokers: MemoryBrokers | undefined;
  readonly items: MemoryItemStore;
  readonly payloads: Payloads;
  readonly pipeline: EmbeddedPipeline;
  readonly writer: MessageWriter;
  readonly clock: VirtualClock;
  /** Lines that the run logged as warnings or errors. */
  readonly log: readonly string[];
  /** Ids of the messages that caused a notice. */
  readonly notices: readonly string[];
  /** Places orders as an import does and answers the messages that do it. */
  place(...orders: readonly Order[]): Promise<readonly OutgoingMessage[]>;
  /** Turns the pipeline until nothing is left to do, moving the clock past whatever is in flight. */
  settle(): Promise<void>;
  report(accepted: readonly Order[]): RunReport;
}

type EmbeddedConsumers = ReturnType<typeof embeddedConsumers>;

/** What matters to a test of an embedded run. */
export interface EmbeddedRigOptions {
  readonly orders: readonly Order[];
  readonly declineAboveCents?: number;
  /** Stock of a SKU where it is not what the orders ask for. */
  readonly stock?: Readonly<Record<string, number>>;
  /** What publishes committed messages. @default relay and sweeper, as the definition has them */
  readonly outboxOf?: (parts: EmbeddedOutboxParts) => readonly EmbeddedTask[];
  /** Puts Kafka, Redis, RabbitMQ and NATS beside it, with the ports of what uses them as a test changes them. @default none */
  readonly behind?: (ports: EmbeddedBrokerPorts, clock: VirtualClock) => EmbeddedBrokerPorts;
  /** How long the run waits for timers when it has nothing else to do. @default as its main has it */
  readonly patienceSeconds?: number;
  /** The consumers as a test changes them. @default as they are */
  readonly changed?: (consumers: EmbeddedConsumers, clock: VirtualClock) => EmbeddedConsumers;
}

/** Joins the parts of an embedded run as its main does, over stock for the given orders. */
export async function embeddedRig({
  orders,
  declineAboveCents = 15_000,
  stock = {},
  outboxOf = embeddedOutbox,
  changed = (consumers) => consumers,
  behind,
  patienceSeconds = timerPatienceSeconds,
}: EmbeddedRigOptions): Promise<EmbeddedRig> {
  const definition: PipelineDefinition = behind === undefined ? coreOrders : ordersOverBrokers;
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const ids = fixedIds();
  const log: string[] = [];
  const notices: string[] = [];
  const telemetry = createEmbeddedTelemetry(definition, (text) => log.push(text));
  const items = createMemoryItemStore();
  const payloads = createItemPayloads({ items, clock });
  const broker = createMemoryBroker({ definition, clock, ids, visibilitySecondsOf: () => 180 });
  const notifier = {
    notify: (notice: unknown): Promise<void> => {
      notices.push(JSON.stringify(notice));
      return Promise.resolve();
    },
  };
  const core = changed(
    embeddedConsumers({ items, clock, ids, payloads, declineAboveCents, notifier, telemetryOf: telemetry.of }),
    clock,
  );
  const { brokers, readers } = placesBehind(behind, items, { clock, ids });
  const consumers = { ...core, ...readers };
  const { publisher } = broker;
  const outbox = outboxOf({ items, publisher, telemetryOf: telemetry.of, clock, ids });
  const timers = embeddedTimers({
    ...{ items, publisher, telemetry: telemetry.of('timers'), clock, ids, patienceSeconds },
  });
  const sources = createGuardedSources({
    ...{ pipeline: definition, items, clock, timers: clock, telemetry: telemetry.of('guard'), random: () => 0.5 },
  });
  const pipeline = createEmbeddedPipeline({
    ...{
      definition,
      broker,
      brokers,
      items,
      sources,
      consumers,
      clock,
      payloads,
      telemetryOf: telemetry.of,
      random: () => 0.5,
    },
    tasks: [...outbox, ...timers, embeddedGuard(definition, sources, clock)],
  });
  const writer = createMessageWriter({ ids, clock, source: '/orders/import' });
  await seedStock(items, stockFor(orders, new Map(Object.entries(stock))));
  return {
    ...{ definition, broker, brokers, items, payloads, pipeline, writer, clock, log, notices },
    place: async (...placed) => {
      const messages = placed.map((order) => outgoingMessage(writer.write(PlaceOrder.of(order), undefined)));
      await broker.publisher.publish(messages);
      return messages;
    },
    settle: async () => {
      for (let worked = true, waits = 0; worked;) {
        worked = await pipeline.turn();
        const next = await pipeline.wakesAt();
        // What comes back this often comes back for ever.
        if (!worked && next !== undefined && waits < 1000) {
          clock.advance(Math.max(next - clock.now(), 1));
          waits += 1;
          worked = true;
        }
      }
    },
    report: (accepted) =>
      runReport({
        mode: 'embedded',
        definition,
        where: 'a test',
        source: 'orders of a test',
        sent: accepted.length,
        seconds: 1,
        interrupted: false,
        imported: {
          read: accepted.length,
          accepted: new Set(accepted.map(({ orderId }) => orderId)),
          rejected: {},
        },
        earlier: new Set(),
        facts: readFacts(items.scan()),
        parked: parkedOrders({ bodies: deadLetterBodies(definition, broker, brokers), items: items.scan() }),
        consumers: telemetry.consumerFigures(),
        queues: embeddedQueueFigures(definition, broker, items.scan()),
        swept: telemetry.swept(),
        rejectsFile: undefined,
        ...(brokers && { told: brokerFacts(items.scan()) }),
      }),
  };
}

/** What is beside SNS and SQS, and who reads there or sends to it. */
function placesBehind(
  behind: EmbeddedRigOptions['behind'],
  items: MemoryItemStore,
  { clock, ids }: { readonly clock: VirtualClock; readonly ids: IdSource },
): { readonly brokers: MemoryBrokers | undefined; readonly readers: Readonly<Record<string, Consumer>> } {
  if (behind === undefined) {
    return { brokers: undefined, readers: {} };
  }
  const brokers = createMemoryBrokers({ definition: ordersOverBrokers, clock });
  const ports: EmbeddedBrokerPorts = {
    ...{ items, clock, ids, forwarding: (name) => brokers.forwarding(name) },
    quotes: { quote: (parcel) => Promise.resolve(quoteOf(parcel)) },
    partner: { announce: () => Promise.resolve() },
  };
  return { brokers, readers: embeddedBrokerConsumers(behind(ports, clock)) };
}
