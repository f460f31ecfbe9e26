import { commonHelp } from '../command/common-help.ts';
import type { ExitCode } from '../command/exit-codes.ts';
import { type CommandHost, runCommands } from '../command/run-commands.ts';
import { audit } from './audit.ts';
import type { DlqCommand } from './dlq-command.ts';
import { drop } from './drop.ts';
import { edit } from './edit.ts';
import { ls } from './ls.ts';
import type { Operations } from './operations.ts';
import { peek } from './peek.ts';
import { redrive } from './redrive.ts';

/** The commands by the word that chooses them. */
export const dlqCommands: Readonly<Record<string, DlqCommand>> = { ls, peek, redrive, drop, edit, audit };

const help = `Works on dead letters: messages that could not be handled, or that wait behind one of their key.

Usage: npm run pipeline -- dlq COMMAND [options]

  ls [QUEUE...]         what there is
  peek QUEUE ID|KEY     one letter
  redrive QUEUE|--all   send letters back, in the order of each key
  drop QUEUE            take letters away
  edit QUEUE ID         correct a letter
  audit QUEUE           what was done, and by whom

${commonHelp}

Exit code: 0 when it is done, 1 when something failed, is held back or waits, 2 for a wrong option, 130 after Ctrl-C.`;

/** Runs one command and answers its exit code; what it says goes to the streams of the host. */
export function runDlq(args: readonly string[], host: CommandHost<Operations>): Promise<ExitCode> {
  return runCommands({ name: 'dlq', help, commands: dlqCommands, guide: 'docs/dead-letters.md' }, args, host);
}
