import { commonHelp } from '../command/common-help.ts';
import type { ExitCode } from '../command/exit-codes.ts';
import { type CommandHost, runCommands } from '../command/run-commands.ts';
import { check } from './check.ts';
import type { EventsCommand } from './events-command.ts';
import type { EventsOperations } from './events-operations.ts';
import { lag } from './lag.ts';
import { replay } from './replay.ts';
import { show } from './show.ts';
import { skip } from './skip.ts';
import { tail } from './tail.ts';

/** The commands by the word that chooses them. */
export const eventsCommands: Readonly<Record<string, EventsCommand>> = { tail, show, lag, replay, skip, check };

const help = `Works on events: the streams they lie in, the index of all of them, and what is projected from it.

Usage: npm run pipeline -- events COMMAND [options]

  tail                  events as they are indexed
  show STREAM           the events of one stream
  lag                   how far each projection is behind
  replay PROJECTION     build a projection anew beside the live one, then switch
  skip PROJECTION POS   let a projection pass over an event that it cannot handle
  check                 whether everything is indexed once and in order

${commonHelp}

Exit code: 0 when it is done and nothing is wrong, 1 when something is, 2 for a wrong option, 130 after Ctrl-C.`;

/** Runs one command and answers its exit code; what it says goes to the streams of the host. */
export function runEvents(args: readonly string[], host: CommandHost<EventsOperations>): Promise<ExitCode> {
  return runCommands({ name: 'events', help, commands: eventsCommands, guide: 'docs/projections.md' }, args, host);
}
