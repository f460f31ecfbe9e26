import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { GroupMember } from './group-member.ts';
import type { LaneSet } from './lane-set.ts';
import type { PartitionOffset } from './partition-place.ts';

/** What committing works with. */
export interface OffsetCommitterDependencies {
  readonly lanes: Pick<LaneSet, 'uncommitted' | 'committed'>;
  /** Undefined while the worker is no member. */
  readonly member: () => Pick<GroupMember, 'assigned' | 'moving' | 'commit'> | undefined;
  readonly telemetry: Telemetry;
}

/** Tells the broker how far the partitions are done: one call at a time, with all that has come together. */
export interface OffsetCommitter {
  /** Resolves once what is done now was told, or could not be: then a later call tells it. Never rejects. */
  flush(): Promise<void>;
  /**
   * Tells at once of all lanes, also of those whose partitions are being taken away. Never rejects.
   *
   * To be called before the member lets go of them: until then nobody else has told anything.
   */
  last(): Promise<void>;
}

/** Creates a committer that has told nothing. */
export function createOffsetCommitter(dependencies: OffsetCommitterDependencies): OffsetCommitter {
  let running: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = commit(dependencies).finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    flush: () => {
      if (running === undefined) {
        return start();
      }
      queued ??= running.then(() => {
        queued = undefined;
        return start();
      });
      return queued;
    },
    last: () => tell(dependencies, dependencies.lanes.uncommitted()),
  };
}

async function commit(dependencies: OffsetCommitterDependencies): Promise<void> {
  const { lanes, member: current } = dependencies;
  const member = current();
  // While partitions move, an offset could overwrite what their next owner has told.
  if (member === undefined || member.moving()) {
    return;
  }
  const mine = new Map(member.assigned().map(({ topic, partitions }) => [topic, new Set(partitions)] as const));
  const offsets = lanes.uncommitted().filter(({ topic, partition }) => mine.get(topic)?.has(partition) === true);
  await tell(dependencies, offsets);
}

async function tell(
  { lanes, member: current, telemetry }: OffsetCommitterDependencies,
  offsets: readonly PartitionOffset[],
): Promise<void> {
  const member = current();
  if (member === undefined || offsets.length === 0) {
    return;
  }
  try {
    await member.commit(offsets);
    lanes.committed(offsets);
  } catch (cause) {
    telemetry.error('offsets not committed', { partitions: offsets.length }, cause);
  }
}
