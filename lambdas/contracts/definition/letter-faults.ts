import type { DeadLetter } from './dead-letter.ts';
import { between } from './range-fault.ts';

/** What is wrong with the dead letters of a topic or stream at a broker. */
export function letterFaults(what: string, deadLetter: DeadLetter): readonly string[] {
  if (deadLetter.kind === 'queue') {
    return between(`${what}: maxReceiveCount`, deadLetter.maxReceiveCount, [1, 1000]);
  }
  return deadLetter.reason.trim() === ''
    ? [`${what} must have a dead letter or a reason for having none, got an empty reason`]
    : [];
}
