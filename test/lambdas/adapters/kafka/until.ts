import { setTimeout } from 'node:timers/promises';

const stepMs = 50;

/** Waits until something holds; says what was missing when it does not within `seconds`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (let left = (seconds * 1000) / stepMs; !(await holds()); left -= 1) {
    if (left <= 0) {
      throw new RangeError(`within ${seconds} s there must be ${what}`);
    }
    await setTimeout(stepMs);
  }
}
