/** A record as it lies in a partition. */
export interface KafkaRecordIn {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Uint8Array | null;
  /** Null: a tombstone. */
  readonly value: Uint8Array | null;
  /** In their order; a name may come more than once, and a value may be missing. */
  readonly headers: readonly (readonly [name: Uint8Array | null, value: Uint8Array | null])[];
}
