import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { RelayDefinition } from '../../lambdas/contracts/definition/relay.ts';
import { createOutboxRelay } from '../../lambdas/core/outbox/outbox-relay.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { type EmbeddedStream, embeddedStream } from './embedded-stream.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** What the relay of one process works with. */
export interface EmbeddedRelayParts {
  readonly items: MemoryItemStore;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  /** The stream of `items`, where others read it too. @default one of its own */
  readonly stream?: EmbeddedStream;
}

/** The table's stream into the relay, as the event source mapping does it: a failed record is read again. */
export function embeddedRelay(parts: EmbeddedRelayParts, { batchSize }: RelayDefinition): EmbeddedTask {
  const { items, clock, stream = embeddedStream(items) } = parts;
  const relay = createOutboxRelay({ ...parts, claims: { items, clock } });
  const reader = stream.reader();
  return {
    turn: async () => {
      const changes = reader.next(batchSize);
      const last = changes.at(-1);
      if (last === undefined) {
        return false;
      }
      const { failedFrom } = await relay.relay(changes);
      reader.continueAfter(failedFrom === undefined ? Number(last.sequence) : Number(failedFrom) - 1);
      return true;
    },
    wakesAt: () => Promise.resolve(undefined),
  };
}
