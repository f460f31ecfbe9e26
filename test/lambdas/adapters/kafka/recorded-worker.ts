import type { SourceBatch, WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';

/** Records by their ids, of all workers of a test. */
export interface RecordedDeliveries {
  /** How often each record was delivered. */
  readonly deliveries: Map<string, number>;
  /** The key of each record that had its effect, in the order of effects: a second delivery has none. */
  readonly effects: Map<string, string>;
  /** Records that came again although their batch had been settled before they came. */
  readonly repeated: Set<string>;
}

/** Nothing delivered yet. */
export function noDeliveries(): RecordedDeliveries {
  return { deliveries: new Map(), effects: new Map(), repeated: new Set() };
}

/** A worker that runs in this process. */
export interface RecordedWorker {
  /** How many records it was given. */
  readonly handled: () => number;
  /** The error that ended its source; undefined while it reads. */
  readonly fault: () => unknown;
  /** Ends it as its process would be asked to: what is settled is told. */
  stop(): Promise<void>;
}

/**
 * Reads one batch after the other: gives each record its effect unless it is known, then settles.
 *
 * Effects are known by id, as a consumer knows them by the ids in its store.
 */
export function recordedWorker(source: WorkerSource, recorded: RecordedDeliveries): RecordedWorker {
  const stopping = new AbortController();
  const state = { handled: 0, fault: undefined as unknown };
  const reading = (async () => {
    for await (const batch of source.batches(stopping.signal)) {
      state.handled += batch.records.length;
      await handle(batch, recorded);
    }
  })().catch((cause: unknown) => {
    state.fault = cause;
  });
  return {
    handled: () => state.handled,
    fault: () => state.fault,
    stop: async () => {
      stopping.abort();
      await reading;
      await source.close();
    },
  };
}

async function handle(batch: SourceBatch, { deliveries, effects, repeated }: RecordedDeliveries): Promise<void> {
  for (const { id, group = '' } of batch.records) {
    deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
    if (effects.has(id)) {
      repeated.add(id);
    } else {
      effects.set(id, group);
    }
  }
  await batch.settle({ failed: [] });
}
