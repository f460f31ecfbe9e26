import { type VirtualClock, createVirtualClock } from '../adapters/memory/clock/virtual-clock.ts';
import { type MemoryItemStore, createMemoryItemStore } from '../adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint } from '../adapters/system/sha256-fingerprint.ts';
import { type MemoryTelemetry, createMemoryTelemetry } from '../adapters/telemetry/memory-telemetry.ts';
import type { PipelineDefinition } from '../contracts/definition/pipeline-definition.ts';
import { replyAddresses } from '../contracts/definition/reply-addresses.ts';
import { PipelineError } from '../contracts/errors/pipeline-error.ts';
import type { Draft } from '../contracts/events/event-type.ts';
import { createBatchConsumer } from '../core/consume/batch-consumer.ts';
import type { Consumer } from '../core/consume/consumer.ts';
import { type EventStore, createEventStore } from '../core/event-store/event-store.ts';
import { type MessageWriter, createMessageWriter } from '../core/outbox/message-writer.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import type { Fingerprint } from '../core/ports/fingerprint.ts';
import type { IdSource } from '../core/ports/id-source.ts';
import { storyMessage } from './story-message.ts';

/** What became of a message that was delivered. */
export type Delivered =
  | { readonly kind: 'done' }
  /** It comes again. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'parked'; readonly reason: string };

/** The ports of one consumer as `createConsumerHost` gives them on AWS, in memory, and a way to deliver to it. */
export interface MemoryHost {
  readonly items: MemoryItemStore;
  readonly events: EventStore;
  readonly writer: MessageWriter;
  /** Waits for nothing. */
  readonly backoff: Backoff;
  /** Stands still until it is advanced; begins in 2026. */
  readonly clock: VirtualClock;
  readonly timers: VirtualClock;
  /** `id-1`, `id-2` and so on. */
  readonly ids: IdSource;
  readonly fingerprint: Fingerprint;
  readonly telemetry: MemoryTelemetry;
  /**
   * Takes a message through the same engine as a deployed function does: as JSON, decoded, validated and handled.
   *
   * `id` is the message's: the same again is a redelivery. @default one that was never used
   */
  deliver(consumer: Consumer, draft: Draft, id?: string): Promise<Delivered>;
}

/** Milliseconds that a handler has. */
const handlerMs = 30_000;

/**
 * Makes the ports of one consumer of a pipeline in memory, for its unit tests.
 *
 * @throws PipelineError `input-invalid` when the pipeline has no such consumer.
 */
export function createMemoryHost(pipeline: PipelineDefinition, name: string): MemoryHost {
  const definition = pipeline.consumers[name];
  if (definition === undefined) {
    const names = Object.keys(pipeline.consumers).join(', ');
    throw new PipelineError(`a consumer must be one of ${names}, got "${name}"`, { code: 'input-invalid' });
  }
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const ids = countedIds();
  const items = createMemoryItemStore();
  const source = `/${pipeline.name}/${name}`;
  const writer = createMessageWriter({ ids, clock, source, replies: replyAddresses(pipeline, name) });
  const telemetry = createMemoryTelemetry();
  return {
    ...{ items, writer, clock, timers: clock, ids, fingerprint: sha256Fingerprint, telemetry },
    backoff: { wait: () => Promise.resolve() },
    events: createEventStore({ items, writer, publishes: definition.publishes }),
    deliver: (consumer, draft, id = ids.next()) => deliver({ consumer, clock, telemetry }, draft, id),
  };
}

async function deliver(
  host: { readonly consumer: Consumer; readonly clock: VirtualClock; readonly telemetry: MemoryTelemetry },
  draft: Draft,
  id: string,
): Promise<Delivered> {
  let reason: string | undefined;
  const consume = createBatchConsumer({
    ...host,
    ordering: 'none',
    visibility: { delay: () => Promise.resolve() },
    parking: {
      park: (_record, why) => {
        reason = why;
        return Promise.resolve();
      },
    },
  });
  const message = storyMessage(draft, id);
  const record = { id, body: JSON.stringify(message), group: message.subject, receiveCount: 1, receipt: id };
  const { failed } = await consume([record], { deadline: host.clock.now() + handlerMs });
  if (reason !== undefined) {
    return { kind: 'parked', reason };
  }
  return { kind: failed.length === 0 ? 'done' : 'failed' };
}

function countedIds(): IdSource {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `id-${count}`;
    },
  };
}
