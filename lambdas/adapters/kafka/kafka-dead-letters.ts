import type { DeadLetterQueue, FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';
import type { SourceBatch } from '../../core/ports/worker-source.ts';
import { deadLetterRecord, isDeadLetterRecord } from './dead-letter-record.ts';
import { createKafkaSource, type KafkaSourceDependencies } from './kafka-source.ts';

/** What collecting dead letters works with. */
export interface KafkaDeadLettersDependencies extends Omit<KafkaSourceDependencies, 'topics' | 'toRecord'> {
  readonly deadLetterTopic: string;
  /** How long what was taken stays hidden, in seconds. @default 60 */
  readonly visibilitySeconds?: number;
  /** How long an empty topic is waited for, in milliseconds. @default 1000 */
  readonly waitMs?: number;
  /** The same for the first time, when the group has to be joined. @default 10000 */
  readonly firstWaitMs?: number;
}

/** Dead letters that are read by a member of a consumer group. */
export interface KafkaDeadLetters extends DeadLetterQueue {
  /** Gives back what was taken and not deleted, and leaves the group. */
  close(): Promise<void>;
}

/**
 * Makes the dead letters of a topic, as they are collected.
 *
 * A log forgets nothing before its retention: to delete a letter moves the group past it, once all that were taken
 * with it are deleted too or hidden again.
 */
export function createKafkaDeadLetters(dependencies: KafkaDeadLettersDependencies): KafkaDeadLetters {
  const { deadLetterTopic, clock, timers, sleep } = dependencies;
  const { visibilitySeconds = 60, waitMs = 1000, firstWaitMs = 10_000 } = dependencies;
  const source = createKafkaSource({ ...dependencies, topics: [deadLetterTopic], toRecord: deadLetterRecord });
  const ending = new AbortController();
  const batches = source.batches(ending.signal)[Symbol.asyncIterator]();
  const held = new Map<string, HeldBatch>();
  let next: Promise<IteratorResult<SourceBatch>> | undefined;
  let wait = firstWaitMs;
  return {
    receive: async () => {
      next ??= batches.next();
      const found = await Promise.race([next, sleep(wait)]);
      wait = waitMs;
      if (found === undefined) {
        return [];
      }
      next = undefined;
      return found.done === true
        ? []
        : hold(found.value, held, (giveBack) => timers.at(clock.now() + visibilitySeconds * 1000, giveBack));
    },
    delete: async ({ receipt }) => {
      const batch = held.get(receipt);
      held.delete(receipt);
      batch?.left.delete(receipt);
      if (batch?.left.size === 0) {
        await batch.settle();
      }
    },
    close: async () => {
      ending.abort();
      await Promise.all([...new Set(held.values())].map((batch) => batch.settle()));
      await source.close();
    },
  };
}

interface HeldBatch {
  /** Ids of records whose letters are not deleted. */
  readonly left: Set<string>;
  /** Tells what was deleted; the others come again. */
  settle(): Promise<void>;
}

function hold(
  batch: SourceBatch,
  held: Map<string, HeldBatch>,
  atExpiry: (giveBack: () => void) => () => void,
): readonly FoundDeadLetter[] {
  const left = new Set(batch.records.map(({ id }) => id));
  let settled = false;
  const settle = async (): Promise<void> => {
    if (!settled) {
      settled = true;
      cancel();
      const failed = [...left];
      failed.forEach((id) => held.delete(id));
      await batch.settle({ failed, late: failed });
    }
  };
  const cancel = atExpiry(() => void settle());
  left.forEach((id) => held.set(id, { left, settle }));
  return batch.records.flatMap((record) => (isDeadLetterRecord(record) ? [record.letter] : []));
}
