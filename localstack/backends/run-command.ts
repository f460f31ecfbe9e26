import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { identityOf } from './process-identity.ts';
import { stopProcess } from './stop-process.ts';

/** How a command ended. */
export interface CommandResult {
  /** Exit code; 127 when the command is not there, 128 when a signal ended it. */
  readonly code: number;
  /** What it printed, both streams as they came. */
  readonly output: string;
}

/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment. @default that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Takes each line as it is printed. @default nobody */
  readonly onLine?: (line: string) => void;
  /** Ends the command and everything it started; the answer comes when all of it is gone. @default nothing does */
  readonly signal?: AbortSignal;
}

/** Runs a command to its end and answers what it printed; a failing command is an answer, never thrown. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { cwd, env, onLine, signal } = options;
  const settings: SpawnOptions = { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] };
  return new Promise((resolve) => {
    const child = spawn(command, args, settings);
    let output = '';
    const lines = lineSplitter(onLine ?? (() => undefined));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        lines(text);
      });
    }
    child.on('error', (error) => {
      resolve({ code: 127, output: `${output}${error.message}\n` });
    });
    const stopping = stoppedBy(signal, child);
    child.on('close', (code) => {
      void stopping().then(() => {
        resolve({ code: code ?? 128, output });
      });
    });
  });
}

/** Stops a command when told to; what it answers resolves when nothing is being stopped any more. */
function stoppedBy(signal: AbortSignal | undefined, { pid }: ChildProcess): () => Promise<unknown> {
  const started = pid === undefined ? undefined : identityOf(pid);
  let stopped: Promise<unknown> = Promise.resolve();
  const stop = (): void => {
    stopped = started === undefined ? stopped : stopProcess(started);
  };
  if (signal?.aborted === true) {
    stop();
  }
  signal?.addEventListener('abort', stop, { once: true });
  return async () => {
    signal?.removeEventListener('abort', stop);
    await stopped;
  };
}

/** The two streams share one splitter: a line torn between them is rare and only shown, never parsed. */
function lineSplitter(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/\r?\n/u);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  };
}
