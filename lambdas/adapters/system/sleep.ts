import { setTimeout as timeout } from 'node:timers/promises';

/** Resolves after so many milliseconds. */
export async function sleep(milliseconds: number): Promise<void> {
  await timeout(milliseconds);
}
