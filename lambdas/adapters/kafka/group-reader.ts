import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createFetchRounds } from './fetch-rounds.ts';
import type { GroupMember } from './group-member.ts';
import { isHopeless } from './is-hopeless.ts';
import type { LaneSet } from './lane-set.ts';
import type { OffsetCommitter } from './offset-committer.ts';
import { errorNames } from './send-failure.ts';
import { createPartitionCount } from './partition-count.ts';
import type { WakeUp } from './wake-up.ts';

/** What reading works with. */
export interface GroupReaderDependencies {
  /** Joins the group; rejects with the client's error. */
  readonly join: () => Promise<GroupMember>;
  /** Learns which membership holds; undefined: none. */
  readonly onMember: (member: GroupMember | undefined) => void;
  readonly lanes: LaneSet;
  readonly committer: OffsetCommitter;
  readonly wake: WakeUp;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  /** Milliseconds between looks at how many partitions the topics have. */
  readonly topicLookMs: number;
  readonly stopped: () => boolean;
}

/** Milliseconds between looks at the membership when nothing else happens, and after a failure. */
const pauseMs = 250;

/**
 * Reads what is assigned into the lanes until it is stopped, and joins again whenever the membership is lost or the topics
 * have got more partitions.
 *
 * Rejects with the client's error for what no waiting mends.
 */
export async function readGroup(dependencies: GroupReaderDependencies): Promise<void> {
  const { join, onMember, stopped, sleep, telemetry } = dependencies;
  while (!stopped()) {
    let member: GroupMember | undefined;
    try {
      member = await join();
      onMember(member);
      await readAs(member, dependencies);
    } catch (cause) {
      if (isHopeless(cause)) {
        throw cause;
      }
      telemetry.warn('membership of the consumer group lost', { reason: errorNames(cause).join(': ') });
      await sleep(pauseMs);
    } finally {
      await leave(member, dependencies);
    }
  }
}

async function leave(member: GroupMember | undefined, { onMember, committer }: GroupReaderDependencies): Promise<void> {
  await committer.flush();
  onMember(undefined);
  // The broker forgets a member that cannot say goodbye.
  await member?.close().catch(() => undefined);
}

async function readAs(member: GroupMember, dependencies: GroupReaderDependencies): Promise<void> {
  const { lanes, committer, wake, sleep, telemetry, stopped, clock, topicLookMs } = dependencies;
  const partitions = createPartitionCount({ ...member, now: () => clock.now(), everyMs: topicLookMs });
  const rounds = createFetchRounds({ ...dependencies, member, onRecords: wake.notify });
  let known: unknown;
  while (!stopped()) {
    const woken = wake.next();
    throwWhenBroken(member);
    try {
      const assigned = member.assigned();
      if (assigned !== known && !member.moving()) {
        lanes.assign(await member.starts());
        known = assigned;
      }
      if (await partitions.changed()) {
        telemetry.info('topics have other partitions, joining anew', {});
        return;
      }
      await rounds.start();
    } catch (cause) {
      if (isHopeless(cause)) {
        throw cause;
      }
      telemetry.info('brokers not reached', { reason: errorNames(cause).join(': ') });
    }
    void committer.flush();
    await Promise.race([woken, rounds.ended(), sleep(pauseMs)]);
  }
}

function throwWhenBroken(member: GroupMember): void {
  const cause = member.broken();
  if (cause !== undefined) {
    throw cause instanceof Error ? cause : new Error('the membership ended', { cause });
  }
}
