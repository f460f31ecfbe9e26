import type { Command, CommandRun } from '../command/command.ts';
import type { EventsOperations } from './events-operations.ts';

/** One of the commands on events. */
export type EventsCommand = Command<EventsOperations>;

/** What it may use while it runs. */
export type EventsRun = CommandRun<EventsOperations>;
