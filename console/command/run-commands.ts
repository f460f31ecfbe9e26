import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ProgressStream } from '../../localstack/report/progress-bar.ts';
import type { Command, CommandRun } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type ParsedOptions, parseOptions, placeOptions } from './parse-options.ts';
import { serviceFault } from './service-fault.ts';
import { shellWord } from './shell-word.ts';

/** Commands that work on the same things, under one word: `dlq`. */
export interface CommandRoom<Operations> {
  readonly name: string;
  readonly help: string;
  /** The commands by the word that chooses them. */
  readonly commands: Readonly<Record<string, Command<Operations>>>;
  /** Where it stands which permissions an operator needs. */
  readonly guide: string;
}

/** What the commands of a room run in. */
export interface CommandHost<Operations> extends Pick<CommandRun<Operations>, 'signal' | 'readText'> {
  /** Opens the deployment that the options name. */
  readonly open: (options: ParsedOptions) => Promise<Operations>;
  /** Who is at the keyboard. */
  readonly user: string;
  /** Takes what programs read. */
  readonly output: ProgressStream;
  /** Takes progress and errors. */
  readonly progress: ProgressStream;
}

/** What a room opens is closed when its command ends. */
interface Closable {
  readonly close: () => Promise<void>;
}

/** Runs one command of a room and answers its exit code; what it says goes to the streams of the host. */
export async function runCommands<Operations extends Closable>(
  room: CommandRoom<Operations>,
  args: readonly string[],
  host: CommandHost<Operations>,
): Promise<ExitCode> {
  const [word = '--help', ...rest] = args;
  if (word === '--help') {
    host.output.write(`${room.help}\n`);
    return exitCodes.done;
  }
  try {
    const command = commandNamed(room, word);
    return await runCommand({ room, command, options: parseOptions(command.options, rest) }, host);
  } catch (cause) {
    host.progress.write(`${faultOf(cause, room.guide)}\n`);
    if (!(cause instanceof PipelineError) || cause.code !== 'input-invalid') {
      return exitCodes.unfinished;
    }
    host.progress.write(`see ${room.name} --help, or --help of the command\n`);
    return exitCodes.usage;
  }
}

/** In one sentence; what is a fault of this program is thrown on, with its stack. */
function faultOf(cause: unknown, guide: string): string {
  if (cause instanceof PipelineError) {
    return cause.message;
  }
  const fault = serviceFault(cause);
  if (fault === undefined) {
    throw cause;
  }
  return `AWS must answer what the command asks, got ${fault}; ${guide} says what an operator needs`;
}

function commandNamed<Operations>({ name, commands }: CommandRoom<Operations>, word: string): Command<Operations> {
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (command === undefined) {
    throw new PipelineError(`${name} must be given one of ${Object.keys(commands).join(', ')}, got "${word}"`, {
      code: 'input-invalid',
    });
  }
  return command;
}

interface Called<Operations> {
  readonly room: CommandRoom<Operations>;
  readonly command: Command<Operations>;
  readonly options: ParsedOptions;
}

async function runCommand<Operations extends Closable>(
  { room: { name }, command, options }: Called<Operations>,
  host: CommandHost<Operations>,
): Promise<ExitCode> {
  if (options.flag('help')) {
    host.output.write(`${command.help}\n\nFor options of all commands: ${name} --help\n`);
    return exitCodes.done;
  }
  const run = command.prepare(options);
  const operations = await host.open(options);
  try {
    const by = options.text('by') ?? host.user;
    const { code, text, json } = await run({ ...host, operations, by, commandFor: commandFor(name, options) });
    host.output.write(options.flag('json') ? jsonOf(json) : linesOf(text));
    return code;
  } finally {
    await operations.close();
  }
}

function jsonOf(json: unknown): string {
  return json === undefined ? '' : `${JSON.stringify(json, undefined, 2)}\n`;
}

function linesOf(text: readonly string[]): string {
  return text.map((line) => `${line}\n`).join('');
}

/** On the same deployment: what is typed for one environment must not reach another. */
function commandFor(room: string, options: ParsedOptions): CommandRun<unknown>['commandFor'] {
  const place = Object.keys(placeOptions).flatMap((name) => {
    const value = options.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return (...words) => [`npm run pipeline -- ${room}`, ...[...words, ...place].map(shellWord)].join(' ');
}
