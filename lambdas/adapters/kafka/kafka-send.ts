/** Codecs of a batch; the JavaScript client for functions has the first two alone. */
export type KafkaCompression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** A record on its way to a topic. */
export interface KafkaRecordOut {
  /** Undefined: no key. */
  readonly key: string | undefined;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Records of one partition, which its leader takes all together or not at all. */
export interface KafkaBatch {
  readonly topic: string;
  readonly partition: number;
  /** At least one. */
  readonly records: readonly KafkaRecordOut[];
}

/** What the leader said about a batch. */
export type KafkaAnswer =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly reason: string;
      /** Whether the same batch may be accepted later. */
      readonly retryable: boolean;
      /** More bytes than the topic takes in one batch. */
      readonly tooLarge: boolean;
    };

/**
 * The one call to a Kafka client by which records go out: acknowledged by all replicas in sync, idempotent.
 *
 * It takes one partition at a time, because clients that retry a call over several lose or double records when a broker dies.
 */
export interface KafkaSend {
  /** How many partitions a topic has. @throws the client's error when it cannot be told */
  partitionsOf(topic: string): Promise<number>;
  /** Never rejects. */
  send(batch: KafkaBatch): Promise<KafkaAnswer>;
  /** Ends the connections; what is being sent may fail. */
  close(): Promise<void>;
}
