import type { Clock } from '../../../core/ports/clock.ts';
import type { WakeUp } from '../../../core/worker/wake-up.ts';
import type { MemoryIntake } from './memory-intake.ts';
import type { MemoryShelf } from './memory-shelf.ts';
import { createShelfIntake } from './shelf-intake.ts';

/** Workers that share what comes to one place of a broker in memory. */
export interface MemoryGroup {
  /** One more worker. */
  intake(): MemoryIntake;
  /** What can be received at this moment. */
  ready(): number;
  /** When time alone makes more of it ready after `since`, both in milliseconds since the epoch; undefined: never. */
  dueAt(since: number): number | undefined;
  /** Resolves when something was published, settled or given back. */
  readonly changes: Pick<WakeUp, 'next'>;
}

/** How the workers of a broker in memory read. */
export interface MemoryReading {
  readonly clock: Clock;
  /** Records that one worker may hold unsettled. @default 100 */
  readonly mostHeld?: number;
}

/** What a group works with. */
export interface MemoryGroupDependencies extends MemoryReading {
  readonly ordered: boolean;
  readonly shelf: MemoryShelf;
  readonly wakeUp: WakeUp;
}

/** Makes the group that reads a shelf. */
export function createMemoryGroup(dependencies: MemoryGroupDependencies): MemoryGroup {
  const { shelf, wakeUp, mostHeld = 100 } = dependencies;
  const changed = (): void => {
    wakeUp.all();
  };
  return {
    intake: () => createShelfIntake({ ...dependencies, mostHeld, changed }),
    ready: () => shelf.ready(),
    dueAt: (since) => shelf.dueAt(since),
    changes: wakeUp,
  };
}
