import type { ForgetPerson } from '../../lambdas/core/privacy/forget-person.ts';
import type { Command, CommandRun } from '../command/command.ts';

/** What forgetting works on. */
export interface Forgetting extends ForgetPerson {
  /** Seconds for which functions may still have a key in memory; undefined where nothing is sealed. */
  readonly keyMemorySeconds: number | undefined;
  readonly close: () => Promise<void>;
}

/** The command that forgets. */
export type ForgetCommand = Command<Forgetting>;

/** What it may use while it runs. */
export type ForgetRun = CommandRun<Forgetting>;
