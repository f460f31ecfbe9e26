import { type MemoryBroker, createMemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { type MemoryBrokers, createMemoryBrokers } from '../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createGuardedSources } from '../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { systemTimers } from '../../lambdas/adapters/system/system-timers.ts';
import { uuidSource as ids } from '../../lambdas/adapters/system/uuid-source.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { createItemPayloads } from '../../lambdas/core/payload/item-payloads.ts';
import type { Payloads } from '../../lambdas/core/ports/payloads.ts';
import { quoteOf } from '../../lambdas/quote-shipping/quote-of.ts';
import type { RunOptions } from '../options/run-options.ts';
import { embeddedBrokerConsumers } from './embedded-broker-consumers.ts';
import { embeddedConsumers } from './embedded-consumers.ts';
import { embeddedGuard } from './embedded-guard.ts';
import { embeddedIndexing } from './embedded-indexing.ts';
import { embeddedOutbox } from './embedded-outbox.ts';
import { type EmbeddedPipeline, createEmbeddedPipeline } from './embedded-pipeline.ts';
import { embeddedStream } from './embedded-stream.ts';
import { type EmbeddedTelemetry, createEmbeddedTelemetry } from './embedded-telemetry.ts';
import { embeddedTimers } from './embedded-timers.ts';

/** The reference application in one process, and what a report reads of it. */
export interface Embedded {
  readonly definition: PipelineDefinition;
  readonly broker: MemoryBroker;
  /** Undefined where the pipeline runs without brokers beside SNS and SQS. */
  readonly brokers: MemoryBrokers | undefined;
  readonly items: MemoryItemStore;
  readonly index: MemoryItemStore;
  readonly payloads: Payloads;
  readonly telemetry: EmbeddedTelemetry;
  readonly pipeline: EmbeddedPipeline;
}

/** Joins all that runs in one process, over empty stores; warnings and errors go out as lines of JSON. */
export function openEmbedded(
  { brokers: withBrokers, declineAboveCents }: Pick<RunOptions, 'brokers' | 'declineAboveCents'>,
  write: (text: string) => unknown,
): Embedded {
  const definition: PipelineDefinition = withBrokers ? orders : coreOrders;
  const items = createMemoryItemStore();
  const parts = {
    ...{ definition, items, index: createMemoryItemStore(), payloads: createItemPayloads({ items, clock }) },
    broker: createMemoryBroker({ definition, clock, ids, visibilitySecondsOf: visibilityOf(definition) }),
    brokers: withBrokers ? createMemoryBrokers({ definition, clock }) : undefined,
    telemetry: createEmbeddedTelemetry(definition, write),
  };
  return { ...parts, pipeline: pipelineOf(parts, declineAboveCents) };
}

type Parts = Omit<Embedded, 'pipeline'>;

function pipelineOf(parts: Parts, declineAboveCents: number): EmbeddedPipeline {
  const { broker, brokers, definition, index, items, payloads, telemetry } = parts;
  const { publisher } = broker;
  const telemetryOf = telemetry.of;
  const stream = embeddedStream(items);
  const random = Math.random;
  const sources = createGuardedSources({
    ...{ pipeline: definition, items, clock, timers: systemTimers, telemetry: telemetryOf('guard'), random },
  });
  const consumers = { ...consumersOf(parts, declineAboveCents), ...(brokers && consumersBehind(brokers, items)) };
  return createEmbeddedPipeline({
    ...{ definition, broker, brokers, items, sources, consumers, clock, payloads, telemetryOf, random },
    tasks: [
      ...embeddedOutbox({ items, publisher, telemetryOf, clock, ids, stream }),
      ...embeddedTimers({ items, publisher, telemetry: telemetryOf('timers'), clock, ids }),
      embeddedGuard(definition, sources, clock),
      ...embeddedIndexing({ items, stream, index, clock, payloads, telemetryOf }),
    ],
  });
}

function consumersOf(
  { broker: { publisher }, items, payloads, telemetry }: Parts,
  declineAboveCents: number,
): Readonly<Record<string, Consumer>> {
  return embeddedConsumers({
    ...{ items, clock, ids, payloads, declineAboveCents, telemetryOf: telemetry.of, publisher },
    // A demo has no mail server: what counts is that each notice is given once, which the store's marks show.
    notifier: { notify: () => Promise.resolve() },
  });
}

/** A demo has no carrier, and who answers a call stands in the same process. */
function consumersBehind(brokers: MemoryBrokers, items: MemoryItemStore): Readonly<Record<string, Consumer>> {
  return embeddedBrokerConsumers({
    ...{ items, clock, ids, forwarding: (name) => brokers.forwarding(name) },
    quotes: { quote: (parcel) => Promise.resolve(quoteOf(parcel)) },
    partner: { announce: () => Promise.resolve() },
  });
}

/** Six times the consumer's timeout, as the deployed queues have it. */
function visibilityOf({ consumers }: PipelineDefinition): (queueName: string) => number {
  return (queueName) => {
    const reader = Object.values(consumers).find(({ source }) => source === queueName);
    return 6 * (reader?.timeoutSeconds ?? 5);
  };
}
