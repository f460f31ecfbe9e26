import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../lambdas/contracts/errors/pipeline-error.ts';

/** The folder of the project, where every measured process starts. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** What a process left behind. */
export interface NodeResult {
  readonly output: string;
  /** What it wrote to its fourth stream, which belongs to the measurement alone. */
  readonly measured: string;
  /** From its start to its end. */
  readonly seconds: number;
}

/**
 * Runs a fresh process of this Node in the project's folder.
 *
 * @throws PipelineError `backend-failed` with the end of what it printed, unless it exits with 0.
 */
export async function runNode(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<NodeResult> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, ...variables, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [code, output, problems, measured] = await Promise.all([
    exitCodeOf(child),
    textOf(child.stdio[1]),
    textOf(child.stdio[2]),
    textOf(child.stdio[3]),
  ]);
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) {
    throw new PipelineError(`${args.join(' ')} must exit with 0, got ${code}: ${problems.slice(-2000)}`, {
      code: 'backend-failed',
    });
  }
  return { output, measured, seconds };
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 128);
    });
  });
}

async function textOf(stream: unknown): Promise<string> {
  let text = '';
  if (isReadable(stream)) {
    for await (const chunk of stream) {
      text += String(chunk);
    }
  }
  return text;
}

function isReadable(stream: unknown): stream is AsyncIterable<unknown> {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}
