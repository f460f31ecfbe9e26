import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { Timers } from '../../core/ports/timers.ts';
import type { SourceBatch, WorkerSource } from '../../core/ports/worker-source.ts';
import type { GroupOptions } from './group-options.ts';
import { createGroupMembership, type GroupMembership } from './group-membership.ts';
import { createLaneSet, type LaneLimits, type LaneSet, type TakenRecords, type ToRecord } from './lane-set.ts';
import { createWakeUp, type WakeUp } from './wake-up.ts';

/** Defaults of a source; `fetchBytes` is what travels, which the codec makes smaller. */
export const kafkaSourceDefaults = {
  maxRecords: 5000,
  maxBytes: 32_000_000,
  batchRecords: 100,
  sessionMs: 30_000,
  fetchWaitMs: 500,
  fetchBytes: 262_144,
  redeliverMs: 1000,
  topicLookMs: 60_000,
} as const;

/** What a source works with. */
export interface KafkaSourceDependencies
  extends Partial<LaneLimits>, Omit<GroupOptions, 'sessionMs' | 'fetchWaitMs' | 'fetchBytes'> {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly telemetry: Telemetry;
  /** @default kafkaSourceDefaults.sessionMs */
  readonly sessionMs?: number;
  /** @default kafkaSourceDefaults.fetchWaitMs */
  readonly fetchWaitMs?: number;
  /** @default kafkaSourceDefaults.fetchBytes */
  readonly fetchBytes?: number;
  /** Milliseconds after which a failed record comes again for which no delay was asked. @default kafkaSourceDefaults.redeliverMs */
  readonly redeliverMs?: number;
  /** Milliseconds after which partitions that were added to a topic are noticed. @default kafkaSourceDefaults.topicLookMs */
  readonly topicLookMs?: number;
  /** Makes of a record what the consumer takes. @default sourceRecordOf */
  readonly toRecord?: ToRecord;
}

/**
 * Makes the source of a worker in a consumer group.
 *
 * A record's group is its key; batches are of one partition, and its keys are handled at the same time. A failed record
 * is kept in memory and comes again, before later ones of its key, when its delay is over, while other keys go on. What is
 * committed lies below the oldest unfinished record; what a rebalance takes away is committed as far as it is done, and
 * what stays is not read again.
 */
export function createKafkaSource(dependencies: KafkaSourceDependencies): WorkerSource {
  const options = { ...kafkaSourceDefaults, ...dependencies };
  const { clock, redeliverMs } = options;
  const lanes = createLaneSet(options, dependencies.toRecord);
  const wake = createWakeUp();
  const dueAt = new Map<string, number>();
  const membership = createGroupMembership({ options, lanes, wake });
  const batchOf = (taken: TakenRecords): SourceBatch => ({
    records: taken.records,
    settle: async (result) => {
      const again = clock.now() + redeliverMs;
      lanes.settle(taken, { ...result, dueAt: ({ receipt }) => dueAt.get(receipt) ?? again });
      taken.records.forEach(({ receipt }) => dueAt.delete(receipt));
      wake.notify();
      await membership.committer.flush();
    },
  });
  return {
    visibility: {
      delay: (record, seconds) => {
        dueAt.set(record.receipt, clock.now() + seconds * 1000);
        return Promise.resolve();
      },
    },
    batches: (signal) => batchesOf({ ...dependencies, lanes, wake, membership, batchOf }, signal),
    close: async () => {
      await membership.end();
    },
  };
}

interface BatchParts extends Pick<KafkaSourceDependencies, 'clock' | 'timers' | 'groupId'> {
  readonly lanes: LaneSet;
  readonly wake: WakeUp;
  readonly membership: GroupMembership;
  readonly batchOf: (taken: TakenRecords) => SourceBatch;
}

async function* batchesOf(parts: BatchParts, signal: AbortSignal): AsyncGenerator<SourceBatch> {
  const { lanes, wake, clock, timers, membership } = parts;
  membership.begin();
  signal.addEventListener('abort', wake.notify, { once: true });
  while (!signal.aborted) {
    const woken = wake.next();
    throwFault(parts);
    const taken = lanes.take(clock.now());
    if (taken !== undefined) {
      yield parts.batchOf(taken);
      continue;
    }
    const due = lanes.nextDue();
    const cancel = due === undefined ? undefined : timers.at(Math.max(due, clock.now() + 1), wake.notify);
    await woken;
    cancel?.();
  }
}

function throwFault({ membership, groupId }: BatchParts): void {
  const cause = membership.fault();
  if (cause !== undefined) {
    throw new PipelineError(`the consumer group "${groupId}" must be open to this worker`, {
      code: 'source-unavailable',
      cause,
    });
  }
}
