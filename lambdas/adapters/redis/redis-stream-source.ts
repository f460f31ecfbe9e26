import type { Clock } from '../../core/ports/clock.ts';
import type { Parking } from '../../core/ports/parking.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { WorkerSource } from '../../core/ports/worker-source.ts';
import { createChangeSignal } from './change-signal.ts';
import { createHeldEntries } from './held-entries.ts';
import type { RedisConnection } from './redis-connection.ts';
import { giveBack, nextBatch, type StreamWorks } from './stream-batches.ts';
import { createStreamGroup } from './stream-group.ts';
import { streamKey } from '../../contracts/definition/redis-keys.ts';
import { startStreamReader, type StreamReader } from './stream-reader.ts';

/** What a source uses when nothing else is said. */
export const redisSourceDefaults = { mostHeld: 100, batchSize: 10, idleSeconds: 60, closeSeconds: 5 } as const;

/** What a source works with. */
export interface RedisStreamSourceDependencies {
  /** Carries everything but reads. */
  readonly redis: RedisConnection;
  /** Its own: a read blocks it for a while. */
  readonly blocking: RedisConnection;
  readonly stream: string;
  readonly group: string;
  /** Unique among the workers of the group, also over restarts. */
  readonly consumer: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Records held unsettled. @default 100 */
  readonly mostHeld?: number;
  /** Records of one batch. @default 10 */
  readonly batchSize?: number;
  /** Seconds of silence after which a worker counts as dead and others take over what it held. @default 60 */
  readonly idleSeconds?: number;
  /** What becomes of a record that was delivered too often. @default it comes again for ever */
  readonly limit?: { readonly maxReceives: number; readonly parking: Parking };
}

/**
 * Makes one worker's source of a stream: a consumer of a group, which is made at the beginning of the stream.
 *
 * Keeps no order: records of one key may be handled at the same time, and a failed one comes after later ones. What is
 * held is shown as alive to Redis; a worker that dies leaves it to the others after `idleSeconds`. A delay is kept by
 * this worker, and ends with it. Closes both connections.
 */
export function createRedisStreamSource(dependencies: RedisStreamSourceDependencies): WorkerSource {
  const works = worksOf(dependencies);
  const { held, clock } = works;
  let reader: StreamReader | undefined;
  let resting: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;
  return {
    visibility: {
      delay({ id }, seconds) {
        held.delay(id, clock.now() + seconds * 1000);
        return Promise.resolve();
      },
    },
    async *batches(signal) {
      await resting;
      const begun = startStreamReader({ ...works, changed: works.arrivals.changed, settled: works.settlements.next });
      reader = begun;
      try {
        for (let batch = await nextBatch(works, begun, signal); batch; batch = await nextBatch(works, begun, signal)) {
          yield batch;
        }
      } finally {
        // In the background, as the last read may take its time; what is out can still be settled.
        resting = rest(works, begun, 'waiting');
      }
    },
    close: () => (closing ??= leave({ ...dependencies, last: () => resting.then(() => rest(works, reader, 'all')) })),
  };
}

function worksOf(dependencies: RedisStreamSourceDependencies): StreamWorks {
  const { mostHeld, batchSize, idleSeconds } = { ...redisSourceDefaults, ...dependencies };
  const { redis, blocking, stream, group, consumer } = dependencies;
  return {
    ...dependencies,
    group: createStreamGroup({ key: streamKey(stream), group, consumer }, redis, blocking),
    held: createHeldEntries(),
    arrivals: createChangeSignal(),
    settlements: createChangeSignal(),
    ...{ mostHeld, batchSize, idleMs: idleSeconds * 1000 },
  };
}

/** Reads nothing more and gives back what is held; never rejects. */
async function rest(works: StreamWorks, reader: StreamReader | undefined, what: 'waiting' | 'all'): Promise<void> {
  try {
    await reader?.stop();
    await giveBack(works, what);
  } catch (cause) {
    works.telemetry.error('records not given back, so they come again later', { stream: works.stream }, cause);
  }
}

type Leaving = RedisStreamSourceDependencies & { readonly last: () => Promise<void> };

/** Redis may be away, and a worker that stops cannot wait for it. */
async function leave({ last, sleep, redis, blocking }: Leaving): Promise<void> {
  const left = new AbortController();
  await Promise.race([last(), sleep(redisSourceDefaults.closeSeconds * 1000, left.signal)]);
  left.abort();
  redis.close();
  blocking.close();
}
