/** An offset of a partition. */
export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** The name of a partition, as it is a key of maps. */
export function partitionName(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
