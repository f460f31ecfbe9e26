import { commonHelp } from '../command/common-help.ts';
import type { ExitCode } from '../command/exit-codes.ts';
import { type CommandHost, runCommands } from '../command/run-commands.ts';
import { audit } from './audit.ts';
import { cancel } from './cancel.ts';
import { compensate } from './compensate.ts';
import { fork } from './fork.ts';
import { ls } from './ls.ts';
import { resume } from './resume.ts';
import { retry } from './retry.ts';
import type { SagaCommand } from './saga-command.ts';
import type { Sagas } from './sagas.ts';
import { show } from './show.ts';
import { skip } from './skip.ts';

/** The commands by the word that chooses them. */
export const sagaCommands: Readonly<Record<string, SagaCommand>> = {
  ...{ ls, show, retry, skip, compensate, cancel, resume, fork, audit },
};

const help = `Works on sagas: what leads a business transaction through its steps, or takes them back.

Usage: npm run pipeline -- saga COMMAND [options]

  ls                    what there is; --stuck: what only an operator can help
  show KEY              one saga: steps, history, what can be done
  retry KEY             send the pending command again
  skip KEY              go on as if the pending step had been answered
  compensate KEY        give it up and take back what was done
  cancel KEY            the same, on the wish of whoever it is for
  resume KEY            go on with a compensation that had failed
  fork KEY              run one that has ended again from a step
  audit [KEY...]        what was done, and by whom

${commonHelp}

Exit code: 0 when it is done, 1 when it is refused or there is nothing, 2 for a wrong option, 130 after Ctrl-C.`;

/** Runs one command and answers its exit code; what it says goes to the streams of the host. */
export function runSaga(args: readonly string[], host: CommandHost<Sagas>): Promise<ExitCode> {
  return runCommands({ name: 'saga', help, commands: sagaCommands, guide: 'docs/saga-operations.md' }, args, host);
}
