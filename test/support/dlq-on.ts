import type { ExitCode } from '../../console/dlq/exit-codes.ts';
import type { Operations } from '../../console/dlq/operations.ts';
import { runDlq } from '../../console/dlq/run-dlq.ts';

/** What a command left behind. */
export interface DlqAnswer {
  readonly code: ExitCode;
  readonly output: string;
  readonly progress: string;
  /** Both, as a terminal shows them. */
  readonly screen: string;
}

/** What a test may give to a command. */
export interface DlqOptions {
  readonly signal?: AbortSignal;
  readonly files?: Readonly<Record<string, string>>;
  /** Called with what is written as progress, while the command runs. */
  readonly onProgress?: (text: string) => void;
}

/** Runs one of the operator's commands, as they are typed, on some operations, as user `olga`. */
export async function dlqOn(
  operations: Operations,
  args: readonly string[],
  { signal = new AbortController().signal, files = {}, onProgress = () => undefined }: DlqOptions = {},
): Promise<DlqAnswer> {
  const said = { output: '', progress: '', screen: '' };
  const code = await runDlq(args, {
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
