import type { MemoryGroup } from '../../../lambdas/adapters/memory/worker/memory-group.ts';
import type { MemoryIntake } from '../../../lambdas/adapters/memory/worker/memory-intake.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import { type Schedule, visibilitySeconds } from '../stage/stage.ts';

/** What the brokers know of the processes that read from them. */
export interface Sessions extends Schedule {
  /** The way of a new process to its records; what an earlier one of that name held comes again a little later. */
  open(process: string, group: MemoryGroup): MemoryIntake;
}

interface Session {
  readonly intake: MemoryIntake;
  /** Ids of records that it has not settled. */
  readonly unsettled: Set<string>;
  /** When it was last heard of. */
  heardAt: number;
}

/** Seconds after which a broker gives to others what a process held that died. */
const noticedSeconds = 10;

/** What a broker holds to be dead is mostly dead: that which holds records and was not heard of for so long. */
export function createSessions(clock: Clock): Sessions {
  const sessions = new Map<string, Session>();
  const endsAt = ({ heardAt, unsettled }: Session): number =>
    unsettled.size === 0 ? Infinity : heardAt + visibilitySeconds * 1000;
  return {
    open: (process, group) => {
      sessions.get(process)?.intake.leave(noticedSeconds);
      const session: Session = { intake: group.intake(), unsettled: new Set(), heardAt: clock.now() };
      sessions.set(process, session);
      return heard(session, clock);
    },
    dueAt: () => {
      const first = Math.min(...Array.from(sessions.values(), endsAt));
      return Promise.resolve(Number.isFinite(first) ? first : undefined);
    },
    ring: () => {
      for (const session of sessions.values()) {
        if (endsAt(session) <= clock.now()) {
          session.unsettled.clear();
          session.intake.leave();
        }
      }
    },
  };
}

function heard(session: Session, clock: Clock): MemoryIntake {
  const { intake, unsettled } = session;
  return {
    ...{ ordered: intake.ordered, visibility: intake.visibility },
    receive: (most) => {
      const records = intake.receive(most);
      records.forEach(({ id }) => unsettled.add(id));
      session.heardAt = clock.now();
      return records;
    },
    settle: (records, result) => {
      records.forEach(({ id }) => unsettled.delete(id));
      session.heardAt = clock.now();
      intake.settle(records, result);
    },
    leave: (afterSeconds) => {
      unsettled.clear();
      intake.leave(afterSeconds);
    },
  };
}
