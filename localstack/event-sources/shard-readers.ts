import type { Checkpoints } from './checkpoints.ts';
import { type StreamShard, shardsToBegin } from './shard-plan.ts';
import type { StreamProgress } from './stream-progress.ts';

/** What reads shards. */
export interface ShardReadersOptions {
  readonly checkpoints: Checkpoints;
  readonly progress: StreamProgress;
  /** Reads a shard until it is finished (true) or reading is to stop (false). */
  readonly read: (shardId: string) => Promise<boolean>;
  /** Told at the first reader that throws. */
  readonly onFailure: () => void;
}

/** The readers of a stream's shards, one each. */
export interface ShardReaders {
  /** Begins those of the stream's shards that can begin now. */
  begin(shards: readonly StreamShard[]): Promise<void>;
  /** Resolves when no reader runs any more. */
  ended(): Promise<void>;
  /** Throws what the first failing reader threw. */
  throwFailure(): void;
}

/** Creates the readers; none is begun. */
export function createShardReaders({ checkpoints, progress, read, onFailure }: ShardReadersOptions): ShardReaders {
  const finished = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const start = async (shardId: string): Promise<void> => {
    progress.opened(shardId);
    try {
      if (await read(shardId)) {
        finished.add(shardId);
        progress.left(shardId);
      }
    } catch (cause) {
      failures.push(cause);
      onFailure();
    }
  };
  return {
    begin: async (shards) => {
      for (const { shardId } of shards.filter((shard) => !running.has(shard.shardId))) {
        if ((await checkpoints.read(shardId))?.finished === true) {
          finished.add(shardId);
        }
      }
      for (const { shardId } of shardsToBegin(shards, { finished, begun: new Set(running.keys()) })) {
        running.set(shardId, start(shardId));
      }
    },
    ended: async () => {
      await Promise.all(running.values());
    },
    throwFailure: () => {
      if (failures.length > 0) {
        throw failures[0];
      }
    },
  };
}
