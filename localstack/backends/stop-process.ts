import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessIdentity, familyOf, isRunning } from './process-identity.ts';
import { processTable } from './process-table.ts';

/** How long a process may take to end by itself, in milliseconds. */
export const stopGraceMs = 5000;

const pollMs = 20;

/**
 * Ends a process that leads a group, and everything it started: first asked, then forced.
 *
 * Signals only processes it knows by pid and start, so a pid that was given to another is left alone.
 *
 * @returns what could not be ended, normally nothing
 */
export async function stopProcess(leader: ProcessIdentity): Promise<readonly ProcessIdentity[]> {
  // Taken before: children of a leader that ended are children of nobody.
  const family = familyOf(leader);
  signal(leader, 'SIGTERM');
  await untilEnded([leader], stopGraceMs);
  const left = stillRunning([...family, ...familyOf(leader)]);
  for (const member of left) {
    signal(member, 'SIGKILL');
  }
  return untilEnded(left, stopGraceMs);
}

async function untilEnded(
  processes: readonly ProcessIdentity[],
  withinMs: number,
): Promise<readonly ProcessIdentity[]> {
  const deadline = Date.now() + withinMs;
  let left = stillRunning(processes);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(pollMs);
    left = stillRunning(left);
  }
  return left;
}

function stillRunning(processes: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  const table = processTable();
  return processes.filter((identity) => isRunning(identity, table));
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (isRunning(identity)) {
    try {
      process.kill(identity.pid, name);
    } catch {
      // It ended in between, which is what was wanted.
    }
  }
}
