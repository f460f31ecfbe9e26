import { setTimeout as sleep } from 'node:timers/promises';

/** One look at a running deployment. */
export interface DrainLook {
  /** Orders that have ended. */
  readonly ended: number;
  /** Messages in queues, and stream records not relayed yet. */
  readonly lag: number;
  readonly deadLetters: number;
}

/** How to look, and when to stop. */
export interface DrainOptions {
  readonly look: () => Promise<DrainLook>;
  readonly onLook: (look: DrainLook) => void;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. @default 500 */
  readonly pauseMs?: number;
  /** Looks in a row without any change after which waiting is given up. @default 240 */
  readonly patience?: number;
}

/** Looks in a row that must find nothing waiting: counts of queues can be late. */
const quietLooks = 3;

/** Waits until nothing is left to do; answers false when it was interrupted, or nothing changed for too long. */
export async function waitUntilDrained(options: DrainOptions): Promise<boolean> {
  const { pauseMs = 500, patience = 240 } = options;
  let quiet = 0;
  let unchanged = 0;
  let last = '';
  while (!options.signal.aborted && unchanged < patience) {
    const look = await options.look();
    options.onLook(look);
    quiet = look.lag === 0 ? quiet + 1 : 0;
    if (quiet === quietLooks) {
      return true;
    }
    unchanged = last === JSON.stringify(look) ? unchanged + 1 : 0;
    last = JSON.stringify(look);
    await sleep(pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
  return false;
}
