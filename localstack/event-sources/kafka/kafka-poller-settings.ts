import type { PayloadFilter } from '../payload-filter.ts';
import type { CountingCounters } from '../poller-counters.ts';
import type { RetrySettings } from '../retry-decision.ts';

/** How records are handed over. */
export interface KafkaPollerSettings extends RetrySettings {
  /** Most records an invocation, 1 to 10000. @default 100 */
  readonly batchSize: number;
  /** Milliseconds that a broker may wait for records. @default 500 */
  readonly fetchWaitMs: number;
  /** Most bytes of a fetch from one partition. @default 262144 */
  readonly fetchBytes: number;
  /** Milliseconds after which a poller that gave no sign is out of its group. @default 10000 */
  readonly sessionMs: number;
  /** Patterns below `value`; what none of them matches is passed over. @default none: everything is handed over */
  readonly filters: readonly string[];
  /** ARN of a queue, or `kafka://` and a topic of the same cluster. @default tells nobody */
  readonly onFailure: string | undefined;
}

/** What `openKafkaPoller` uses when nothing else is said: the settings of `KafkaConsumer`. */
export const kafkaPollerDefaults: KafkaPollerSettings = {
  batchSize: 100,
  fetchWaitMs: 500,
  fetchBytes: 262_144,
  sessionMs: 10_000,
  filters: [],
  onFailure: undefined,
  maximumRetryAttempts: 5,
  maximumRecordAgeSeconds: 86_400,
  bisectBatchOnFunctionError: true,
  reportBatchItemFailures: true,
};

/** What the parts of a poller share. */
export interface HandOverParts<Options> {
  readonly settings: KafkaPollerSettings & Options;
  readonly counters: CountingCounters;
  readonly passes: PayloadFilter;
  readonly signal: AbortSignal;
}
