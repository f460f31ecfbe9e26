import { type GroupMember, joinGroup, type OnMove } from './group-member.ts';
import type { GroupOptions } from './group-options.ts';
import { type GroupReaderDependencies, readGroup } from './group-reader.ts';
import type { LaneSet } from './lane-set.ts';
import { createOffsetCommitter, type OffsetCommitter } from './offset-committer.ts';
import type { WakeUp } from './wake-up.ts';

/** A membership of a consumer group that is joined again whenever it is lost, while its lanes stay. */
export interface GroupMembership {
  readonly committer: OffsetCommitter;
  /** Joins, at the first call. */
  begin(): void;
  /** What no waiting mends; undefined as long as there is hope. */
  fault(): unknown;
  /** Tells what is done, and leaves. */
  end(): Promise<void>;
}

/** What a membership works with. */
export interface GroupMembershipParts {
  readonly options: GroupOptions & Pick<GroupReaderDependencies, 'sleep' | 'telemetry' | 'clock' | 'topicLookMs'>;
  readonly lanes: LaneSet;
  readonly wake: WakeUp;
}

/** Creates a membership that has not begun. */
export function createGroupMembership({ options, lanes, wake }: GroupMembershipParts): GroupMembership {
  let member: GroupMember | undefined;
  let stopped = false;
  let reading: Promise<void> | undefined;
  let fault: unknown;
  const committer = createOffsetCommitter({ ...options, lanes, member: () => member });
  const onMove: OnMove = (left) => {
    if (member !== undefined) {
      void committer.last();
      // What is handled from now on could no longer be told.
      lanes.retain(left);
    }
  };
  const read = (): Promise<void> =>
    readGroup({
      ...options,
      join: () => joinGroup(options, onMove),
      onMember: (joined) => {
        member = joined;
      },
      lanes,
      committer,
      wake,
      stopped: () => stopped,
    }).catch((cause: unknown) => {
      fault = cause;
      wake.notify();
    });
  return {
    committer,
    begin: () => {
      reading ??= stopped ? Promise.resolve() : read();
    },
    fault: () => fault,
    end: async () => {
      stopped = true;
      wake.notify();
      await reading;
    },
  };
}
