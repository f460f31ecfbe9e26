import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { BatchConsumer, BatchResult } from '../consume/batch-consumer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { SourceBatch, WorkerSource } from '../ports/worker-source.ts';

/** What `createWorker` uses when nothing else is said. */
export const workerDefaults = { concurrency: 4, batchSeconds: 60, drainSeconds: 90 } as const;

/** What a worker works with. */
export interface WorkerDependencies {
  readonly source: WorkerSource;
  readonly consume: BatchConsumer;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Batches that are handled at the same time, at least 1. @default 4 */
  readonly concurrency?: number;
  /** Seconds that a batch may take; what is not begun by then goes back. @default 60 */
  readonly batchSeconds?: number;
  /** Seconds that what runs may take to end after a stop; should exceed `batchSeconds`. @default 90 */
  readonly drainSeconds?: number;
}

/** Takes records from a source through a consumer, until it is told to stop. */
export interface Worker {
  /**
   * Runs until `signal` aborts; then takes nothing more, lets what runs end, settles it and leaves the source. What has
   * not ended after `drainSeconds` is given back, and comes again to another worker.
   *
   * @throws whatever the source cannot mend, after what runs has ended.
   */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Makes a worker: the host of a consumer on a source that no function is attached to.
 *
 * A batch is settled by its source only after its consumer answered, so a worker that dies repeats what it had not
 * settled, and loses nothing.
 *
 * @throws PipelineError `input-invalid` when the concurrency is not a positive integer.
 */
export function createWorker(dependencies: WorkerDependencies): Worker {
  const { source, concurrency = workerDefaults.concurrency } = dependencies;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new PipelineError(`concurrency must be an integer of at least 1, got ${concurrency}`, {
      code: 'input-invalid',
    });
  }
  return {
    async run(signal) {
      const running = new Set<Promise<void>>();
      const stopped = whenAborted(signal);
      try {
        for await (const batch of source.batches(signal)) {
          const task: Promise<void> = handle(batch, dependencies).finally(() => running.delete(task));
          running.add(task);
          if (running.size >= concurrency) {
            // A batch that hangs must not outlast the stop: from then on the drain watches the time.
            await Promise.race([stopped, ...running]);
          }
        }
      } finally {
        await drain(running, dependencies);
        await source.close();
        dependencies.telemetry.flush();
      }
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

/** Never rejects. */
async function handle(batch: SourceBatch, dependencies: WorkerDependencies): Promise<void> {
  const { clock, telemetry, batchSeconds = workerDefaults.batchSeconds } = dependencies;
  const deadline = clock.now() + batchSeconds * 1000;
  const records = batch.records.length;
  try {
    await batch.settle(await answer(batch, deadline, dependencies));
  } catch (cause) {
    telemetry.error('batch not settled; it comes again', { records }, cause);
  }
  // Nothing else ends here for as long as the worker runs.
  telemetry.flush();
}

/** A consumer that breaks its promise and rejects has settled nothing for certain. */
async function answer(
  { records }: SourceBatch,
  deadline: number,
  { consume, telemetry }: WorkerDependencies,
): Promise<BatchResult> {
  try {
    return await consume(records, { deadline });
  } catch (cause) {
    telemetry.count('BatchesFailed', 1);
    telemetry.error('batch not handled', { records: records.length }, cause);
    return { failed: records.map(({ id }) => id) };
  }
}

async function drain(running: ReadonlySet<Promise<void>>, dependencies: WorkerDependencies): Promise<void> {
  const { sleep, telemetry, drainSeconds = workerDefaults.drainSeconds } = dependencies;
  if (running.size === 0) {
    return;
  }
  const ended = new AbortController();
  await Promise.race([Promise.all(running), sleep(drainSeconds * 1000, ended.signal)]);
  ended.abort();
  if (running.size > 0) {
    telemetry.warn('batches given back, because they took too long to end', { batches: running.size, drainSeconds });
  }
}
