import type { Command, CommandRun } from '../command/command.ts';
import type { Operations } from './operations.ts';

/** One of the commands on dead letters. */
export type DlqCommand = Command<Operations>;

/** What it may use while it runs. */
export type DlqRun = CommandRun<Operations>;
