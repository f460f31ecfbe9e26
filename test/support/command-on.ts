import type { ExitCode } from '../../console/command/exit-codes.ts';
import type { CommandHost } from '../../console/command/run-commands.ts';

/** What a command left behind. */
export interface CommandAnswer {
  readonly code: ExitCode;
  readonly output: string;
  readonly progress: string;
  /** Both, as a terminal shows them. */
  readonly screen: string;
}

/** What a test may give to a command. */
export interface CommandOptions {
  readonly signal?: AbortSignal;
  readonly files?: Readonly<Record<string, string>>;
  /** Called with what is written as progress, while the command runs. */
  readonly onProgress?: (text: string) => void;
}

/** Runs the commands of a room: `runDlq`. */
type RunRoom<Operations> = (args: readonly string[], host: CommandHost<Operations>) => Promise<ExitCode>;

/** Runs one of the operator's commands, as they are typed, on some operations, as user `olga`. */
export async function commandOn<Operations extends object>(
  { runRoom, operations }: { readonly runRoom: RunRoom<Operations>; readonly operations: Operations },
  command: string | readonly string[],
  { signal = new AbortController().signal, files = {}, onProgress = () => undefined }: CommandOptions = {},
): Promise<CommandAnswer> {
  const said = { output: '', progress: '', screen: '' };
  const code = await runRoom(typeof command === 'string' ? wordsOf(command) : command, {
    open: () => Promise.resolve({ ...operations, close: () => Promise.resolve() }),
    user: 'olga',
    signal,
    readText: (path) => {
      const text = files[path];
      return text === undefined ? Promise.reject(new TypeError(`no file ${path}`)) : Promise.resolve(text);
    },
    output: {
      write: (text) => {
        said.output += text;
        said.screen += text;
      },
    },
    progress: {
      write: (text) => {
        said.progress += text;
        said.screen += text;
        onProgress(text);
      },
    },
  });
  return { code, ...said };
}

/** Words as a shell parts them; quotes keep blanks. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}
