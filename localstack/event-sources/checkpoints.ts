/** How far a shard was read. */
export interface Checkpoint {
  /** The last record that is done with; undefined when none is yet. */
  readonly sequenceNumber?: string | undefined;
  /** Whether the shard is closed and all of it is done with. */
  readonly finished: boolean;
}

/** Remembers over restarts how far the shards of one stream were read. */
export interface Checkpoints {
  /** Undefined for a shard that was never read. */
  read(shardId: string): Promise<Checkpoint | undefined>;
  write(shardId: string, checkpoint: Checkpoint): Promise<void>;
}
