/** A record as it lies in a partition. */
export interface KafkaRecordIn {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Who set the timestamp: the record's producer, or the broker as it appended the record. */
  readonly timestampType: 'CREATE_TIME' | 'LOG_APPEND_TIME';
  readonly key: Uint8Array | null;
  /** Null: a tombstone. */
  readonly value: Uint8Array | null;
  /** In their order; a name may come more than once, and a value may be missing. */
  readonly headers: readonly (readonly [name: Uint8Array | null, value: Uint8Array | null])[];
}
