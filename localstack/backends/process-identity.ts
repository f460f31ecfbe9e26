import * as z from 'zod/mini';
import { type ProcessEntry, processTable } from './process-table.ts';

/** One certain process, now and after its pid was given to another; never pid 1 or what stands for a group. */
export const processIdentitySchema = z.object({ pid: z.int().check(z.gt(1)), started: z.string() });

/** One certain process. */
export type ProcessIdentity = Readonly<z.infer<typeof processIdentitySchema>>;

/** The identity of a running process, undefined when none has that pid. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const found = processTable().find((entry) => entry.pid === pid && !entry.zombie);
  return found && { pid, started: found.started };
}

/** Whether that very process still runs; a zombie does not. */
export function isRunning(identity: ProcessIdentity, table = processTable()): boolean {
  return table.some((entry) => sameProcess(entry, identity) && !entry.zombie);
}

/**
 * The processes that belong to a group leader: its group, and everything they started. The leader is among them, and
 * may have ended before.
 */
export function familyOf(leader: ProcessIdentity, table = processTable()): readonly ProcessIdentity[] {
  const holder = table.find(({ pid }) => pid === leader.pid);
  if (holder !== undefined && !sameProcess(holder, leader)) {
    // A pid is given away again only when nothing of its group is left.
    return [];
  }
  const family = new Set([leader.pid]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { pid, parent, group } of table) {
      if (group === leader.pid || family.has(parent)) {
        family.add(pid);
      }
    }
  }
  return table.filter(({ pid, zombie }) => family.has(pid) && !zombie).map(({ pid, started }) => ({ pid, started }));
}

function sameProcess(entry: ProcessEntry, { pid, started }: ProcessIdentity): boolean {
  return entry.pid === pid && entry.started === started;
}
