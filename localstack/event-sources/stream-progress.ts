import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { createWaitingList } from './waiting-list.ts';

/** Knows how far the shards of a stream are read. */
export interface StreamProgress {
  /** The moment at which a look begins; later looks have higher numbers. */
  look(): number;
  /** The stream's shards were listed by that look; these of them are read. */
  listed(look: number): void;
  /** A shard is about to be read. */
  opened(shardId: string): void;
  /** So many records of a shard are in hand and not done with. */
  pending(shardId: string, records: number): void;
  /** That look at a shard found nothing new. */
  empty(shardId: string, look: number): void;
  /** A shard is closed and all of it is done with. */
  left(shardId: string): void;
  /** Nobody reads any more: whoever waits is told so. */
  stopped(): void;
  /** Records in hand, and one more for each shard, and for the list of shards, that may have news. */
  lag(): number;
  /** Resolves when everything written before the call is done with. */
  caughtUp(): Promise<void>;
}

interface ShardState {
  readonly pending: number;
  readonly emptyAt: number;
  readonly isEmpty: boolean;
}

const unread: ShardState = { pending: 0, emptyAt: 0, isEmpty: false };

/**
 * Creates the progress of a stream that nobody has looked at.
 *
 * `caughtUp` rejects with PipelineError `backend-failed` when reading stops first.
 */
export function createStreamProgress(): StreamProgress {
  let looks = 0;
  let listedAt = 0;
  // A finished shard may have children that only a later listing begins to read.
  let leftAt = 0;
  const waiting = createWaitingList();
  const shards = new Map<string, ShardState>();
  const update = (shardId: string, change: Partial<ShardState>): void => {
    shards.set(shardId, { ...(shards.get(shardId) ?? unread), ...change });
    waiting.check();
  };
  return {
    look: () => (looks += 1),
    listed: (look) => {
      listedAt = look;
      waiting.check();
    },
    opened: (shardId) => {
      update(shardId, unread);
    },
    pending: (shardId, pending) => {
      update(shardId, { pending, isEmpty: false });
    },
    empty: (shardId, look) => {
      update(shardId, { pending: 0, emptyAt: look, isEmpty: true });
    },
    left: (shardId) => {
      leftAt = looks += 1;
      shards.delete(shardId);
      waiting.check();
    },
    stopped: () => {
      waiting.giveUp(stoppedError());
    },
    lag: () => (listedAt > leftAt ? 0 : 1) + lagOf([...shards.values()]),
    caughtUp: () => {
      const since = (looks += 1);
      return waiting.wait(() => listedAt > Math.max(since, leftAt) && areEmptySince(shards.values(), since));
    },
  };
}

function stoppedError(): PipelineError {
  return new PipelineError('a stream must be read to its end, reading was stopped', { code: 'backend-failed' });
}

function areEmptySince(shards: Iterable<ShardState>, look: number): boolean {
  return [...shards].every(({ emptyAt }) => emptyAt > look);
}

function lagOf(shards: readonly ShardState[]): number {
  return shards.reduce((total, { pending, isEmpty }) => total + pending + (isEmpty ? 0 : 1), 0);
}
