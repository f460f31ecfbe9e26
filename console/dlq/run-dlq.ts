import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ProgressStream } from '../../localstack/report/progress-bar.ts';
import { audit } from './audit.ts';
import type { Command, CommandRun } from './command.ts';
import { drop } from './drop.ts';
import { edit } from './edit.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { ls } from './ls.ts';
import type { Operations } from './operations.ts';
import { type ParsedOptions, parseOptions } from './parse-options.ts';
import { peek } from './peek.ts';
import { redrive } from './redrive.ts';
import { serviceFault } from './service-fault.ts';
import { shellWord } from './shell-word.ts';

/** The commands by the word that chooses them. */
export const dlqCommands: Readonly<Record<string, Command>> = { ls, peek, redrive, drop, edit, audit };

/** What the commands run in. */
export interface DlqHost extends Pick<CommandRun, 'signal' | 'readText'> {
  /** Opens the deployment that the options name. */
  readonly open: (options: ParsedOptions) => Promise<Operations>;
  /** Who is at the keyboard. */
  readonly user: string;
  /** Takes what programs read. */
  readonly output: ProgressStream;
  /** Takes progress and errors. */
  readonly progress: ProgressStream;
}

const help = `Works on dead letters: messages that could not be handled, or that wait behind one of their key.

Usage: npm run pipeline -- dlq COMMAND [options]

  ls [QUEUE...]         what there is
  peek QUEUE ID|KEY     one letter
  redrive QUEUE|--all   send letters back, in the order of each key
  drop QUEUE            take letters away
  edit QUEUE ID         correct a letter
  audit QUEUE           what was done, and by whom

Each has its own --help. Options of all:
  --env NAME            local (default): the endpoint of npm run local; else an environment on AWS, by the credentials,
                        profile and region that the AWS tools would use
  --region R --profile P  where on AWS
  --directory DIR       where the local endpoint keeps its files (default: .local/run)
  --by NAME             who asks, for the audit records (default: the user of this system)
  --json                prints JSON

Exit code: 0 when it is done, 1 when something failed, is held back or waits, 2 for a wrong option, 130 after Ctrl-C.`;

/** Runs one command and answers its exit code; what it says goes to the streams of the host. */
export async function runDlq(args: readonly string[], host: DlqHost): Promise<ExitCode> {
  const [word = '--help', ...rest] = args;
  if (word === '--help') {
    host.output.write(`${help}\n`);
    return exitCodes.done;
  }
  try {
    const command = commandNamed(word);
    return await runCommand(command, parseOptions(command.options, rest), host);
  } catch (cause) {
    host.progress.write(`${faultOf(cause)}\n`);
    if (!(cause instanceof PipelineError) || cause.code !== 'input-invalid') {
      return exitCodes.unfinished;
    }
    host.progress.write('see dlq --help, or --help of the command\n');
    return exitCodes.usage;
  }
}

/** In one sentence; what is a fault of this program is thrown on, with its stack. */
function faultOf(cause: unknown): string {
  if (cause instanceof PipelineError) {
    return cause.message;
  }
  const fault = serviceFault(cause);
  if (fault === undefined) {
    throw cause;
  }
  return `AWS must answer what the command asks, got ${fault}; docs/dead-letters.md says what an operator needs`;
}

function commandNamed(word: string): Command {
  const command = Object.hasOwn(dlqCommands, word) ? dlqCommands[word] : undefined;
  if (command === undefined) {
    throw new PipelineError(`dlq must be given one of ${Object.keys(dlqCommands).join(', ')}, got "${word}"`, {
      code: 'input-invalid',
    });
  }
  return command;
}

async function runCommand(command: Command, options: ParsedOptions, host: DlqHost): Promise<ExitCode> {
  if (options.flag('help')) {
    host.output.write(`${command.help}\n\nFor options of all commands: dlq --help\n`);
    return exitCodes.done;
  }
  const run = command.prepare(options);
  const operations = await host.open(options);
  try {
    const by = options.text('by') ?? host.user;
    const { code, text, json } = await run({ ...host, operations, by, commandFor: commandFor(options) });
    host.output.write(options.flag('json') ? `${JSON.stringify(json, undefined, 2)}\n` : linesOf(text));
    return code;
  } finally {
    await operations.close();
  }
}

function linesOf(text: readonly string[]): string {
  return text.map((line) => `${line}\n`).join('');
}

/** On the same deployment: what is typed for one environment must not reach another. */
function commandFor(options: ParsedOptions): CommandRun['commandFor'] {
  const place = ['env', 'region', 'profile', 'directory'].flatMap((name) => {
    const value = options.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return (...words) => ['npm run pipeline -- dlq', ...[...words, ...place].map(shellWord)].join(' ');
}
