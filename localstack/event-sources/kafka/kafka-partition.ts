import type { Invocation } from '../invoke-function.ts';
import { type GiveUpCondition, type RetrySettings, decideRetry } from '../retry-decision.ts';
import type { RecordBatch } from '../stream-batch.ts';
import type { FailedOffsets } from './failed-offsets.ts';
import { type LambdaKafkaRecord, partitionOf } from './lambda-kafka-record.ts';

/** Records that are handed over together. */
export type KafkaBatch = RecordBatch<LambdaKafkaRecord>;

/** What was given up. */
export interface GivenUpBatch {
  readonly batch: KafkaBatch;
  readonly condition: GiveUpCondition;
}

/** One assigned partition, as a poller works through it: in order, and nothing behind what is in hand. */
export interface KafkaPartition {
  readonly topic: string;
  readonly partition: number;
  /** The offset to fetch next. */
  position(): bigint;
  /** Everything below it is done. */
  done(): bigint;
  /** Records that came and are not done. */
  pending(): number;
  /** Whether something may be handed over at that time, in milliseconds since the epoch. */
  ready(now: number): boolean;
  /** Takes in what a fetch brought; `next` is the offset to fetch then. */
  add(records: readonly LambdaKafkaRecord[], next: bigint): void;
  /** The next records, at most so many. */
  take(most: number): KafkaBatch;
  /** Learns what became of what was taken; answers what is to be told to the on-failure destination before `pass`. */
  settle(taken: KafkaBatch, outcome: PartitionOutcome): GivenUpBatch | undefined;
  /** What was given up is told. */
  pass(given: GivenUpBatch): void;
}

/** What became of an invocation, as one of its partitions needs to know it. */
export interface PartitionOutcome {
  readonly delivery: Invocation['delivery'];
  /** What of all its records the function says that failed. */
  readonly failed: FailedOffsets;
  readonly now: number;
}

/** Milliseconds before what failed comes again: they double, up to a longest. */
const [firstPauseMs, longestPauseMs] = [100, 5000];

/** Makes a partition that is read from an offset on. */
export function createKafkaPartition(
  { topic, partition, offset }: { readonly topic: string; readonly partition: number; readonly offset: bigint },
  settings: RetrySettings,
): KafkaPartition {
  const state: State = { position: offset, done: offset, notBefore: 0, pauses: 0, waiting: [] };
  return {
    topic,
    partition,
    position: () => state.position,
    done: () => state.done,
    pending: () => recordsIn(state.waiting),
    ready: (now) => state.waiting.length > 0 && state.notBefore <= now,
    add: (records, next) => {
      state.position = next;
      state.waiting = [...state.waiting, ...(records.length === 0 ? [] : [{ ...nothing, records }])];
      finish(state, []);
    },
    take: (most) => {
      const [head = nothing, ...later] = state.waiting;
      const rest = head.records.slice(most);
      state.waiting = [...(rest.length === 0 ? [] : [{ ...head, records: rest }]), ...later];
      return { ...head, records: head.records.slice(0, most) };
    },
    settle: (taken, outcome) => settle(state, settings, { taken, outcome }),
    pass: ({ batch }) => {
      [state.pauses, state.notBefore] = [0, 0];
      finish(state, batch.records);
    },
  };
}

interface State {
  position: bigint;
  done: bigint;
  notBefore: number;
  pauses: number;
  waiting: readonly KafkaBatch[];
}

function settle(
  state: State,
  settings: RetrySettings,
  { taken, outcome }: { readonly taken: KafkaBatch; readonly outcome: PartitionOutcome },
): GivenUpBatch | undefined {
  const { delivery, failed, now } = outcome;
  const reading = { failedFrom: () => failedFrom(taken, failed), writtenAt };
  const step = decideRetry({ batch: taken, delivery, now }, { ...settings, reading });
  if (step.kind === 'give-up') {
    return step;
  }
  const again = step.kind === 'again' ? step.batches : [];
  state.pauses = step.kind === 'again' && step.pause ? state.pauses + 1 : 0;
  state.notBefore = state.pauses === 0 ? 0 : now + Math.min(firstPauseMs * 2 ** state.pauses, longestPauseMs);
  state.waiting = [...again, ...state.waiting];
  finish(state, taken.records.slice(0, taken.records.length - recordsIn(again)));
  return undefined;
}

function finish(state: State, records: readonly LambdaKafkaRecord[]): void {
  const last = records.at(-1);
  state.done = last === undefined ? state.done : BigInt(last.offset) + 1n;
  if (state.waiting.length === 0) {
    // What lies behind the last record is no record: markers, or what was compacted.
    state.done = state.position;
  }
}

function recordsIn(batches: readonly KafkaBatch[]): number {
  return batches.reduce((sum, { records }) => sum + records.length, 0);
}

const nothing: KafkaBatch = { records: [], failures: 0, invocations: 0 };

function writtenAt({ timestamp }: LambdaKafkaRecord): number {
  return timestamp;
}

function failedFrom({ records }: KafkaBatch, failed: FailedOffsets): number | 'nothing' {
  const [first] = records;
  if (failed === 'everything' || first === undefined) {
    return 0;
  }
  const lowest = failed.get(partitionOf(first));
  const from = lowest === undefined ? -1 : records.findIndex(({ offset }) => offset >= lowest);
  return from < 0 ? 'nothing' : from;
}
