/** Something that runs, can die, and can be started anew. */
export interface Process {
  readonly name: string;
  /** What it does. */
  readonly role: string;
  alive: boolean;
  /** Virtual time before which it does not go on, in milliseconds since the epoch. */
  stalledUntil: number;
}

/** Starts a process. */
export function newProcess(name: string, role: string): Process {
  return { name, role, alive: true, stalledUntil: 0 };
}
