import type { Random } from './schedule/random.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { StageOptions } from './stage/stage.ts';

/** How a finished run went. */
export interface Played {
  readonly scheduler: Scheduler;
  /** Everything that is wrong with it, a sentence each. */
  readonly breaches: readonly string[];
}

/** Something that is played on a stage under faults: which scenarios it has, how one is run, and how it can be broken. */
export interface Simulated<Scenario, Mutation> {
  readonly name: string;
  /** One scenario for each seed. */
  draw(random: Random): Scenario;
  play(options: StageOptions & { readonly scenario: Scenario; readonly mutation: Mutation }): Promise<Played>;
  /** Nothing is broken. */
  readonly sound: Mutation;
  /** Broken variants by what is wrong with them; the checks must catch each. */
  readonly mutants: Readonly<Record<string, Mutation>>;
}
