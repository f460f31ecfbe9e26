import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';

/** What a process does. */
export type RoleName = 'import' | 'relay' | 'sweeper' | 'operator' | ConsumerName;

/** Something that runs, can die, and can be started anew. */
export interface Process {
  readonly name: string;
  readonly role: RoleName;
  alive: boolean;
  /** Virtual time before which it does not go on, in milliseconds since the epoch. */
  stalledUntil: number;
}

/** Starts a process. */
export function newProcess(name: string, role: RoleName): Process {
  return { name, role, alive: true, stalledUntil: 0 };
}
