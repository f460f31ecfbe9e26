import type { PartitionFetcher } from './partition-fetcher.ts';

/** What watching works with. */
export interface PartitionCountDependencies {
  readonly leaders: PartitionFetcher['leaders'];
  readonly now: () => number;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
}

/** Watches how many partitions the topics of a member have. */
export interface PartitionCount {
  /** Whether there are others than at the first look: a group shares out only those that it knew when it was joined. */
  changed(): Promise<boolean>;
}

/** Makes a watch that has not looked yet. */
export function createPartitionCount({ leaders, now, everyMs }: PartitionCountDependencies): PartitionCount {
  let first: number | undefined;
  let lookAt = 0;
  return {
    changed: async () => {
      if (now() < lookAt) {
        return false;
      }
      const { size } = await leaders(true);
      lookAt = now() + everyMs;
      first ??= size;
      return size !== first;
    },
  };
}
