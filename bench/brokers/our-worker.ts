import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { abortableSleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { sha256Fingerprint as fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { systemTimers as timers } from '../../lambdas/adapters/system/system-timers.ts';
import { uuidSource as ids } from '../../lambdas/adapters/system/uuid-source.ts';
import { createMemoryTelemetry } from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { idempotent } from '../../lambdas/core/idempotency/idempotent-consumer.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { createWorker } from '../../lambdas/core/worker/worker.ts';

/** A worker of this package that runs. */
export interface OurWorker {
  /** Resolves when it has left its source. */
  stop(): Promise<void>;
}

/** What it runs on. */
export interface OurWork {
  readonly source: WorkerSource;
  /** Told whenever so many records were settled. */
  readonly settled: (records: number) => void;
}

/**
 * Starts a worker as it is deployed: envelopes and payloads are validated, and each message leaves a mark by which a
 * second delivery is known, in a table in memory. Its handler does nothing.
 */
export function startOurWorker({ source, settled }: OurWork): OurWorker {
  const telemetry = createMemoryTelemetry();
  const nothing = { name: 'bench', handles: [OrderPlaced] as const, handle: () => Promise.resolve(ok()) };
  const consumer = idempotent(nothing, { items: createMemoryItemStore(), clock, ids, fingerprint, timers });
  const parking = { park: () => Promise.reject(new PipelineError('no message is poison', { code: 'batch-failed' })) };
  const { visibility } = source;
  const consume = createBatchConsumer({ consumer, ordering: 'group', visibility, parking, telemetry, clock });
  const stopping = new AbortController();
  const worker = createWorker({ source: telling(source, settled), consume, clock, telemetry, sleep: abortableSleep });
  const running = worker.run(stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function telling(source: WorkerSource, settled: OurWork['settled']): WorkerSource {
  return {
    visibility: source.visibility,
    close: () => source.close(),
    async *batches(signal) {
      for await (const batch of source.batches(signal)) {
        yield {
          records: batch.records,
          settle: async (result) => {
            await batch.settle(result);
            settled(batch.records.length - result.failed.length);
          },
        };
      }
    },
  };
}
