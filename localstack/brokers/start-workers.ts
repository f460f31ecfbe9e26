import { spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from '../backends/backend-error.ts';
import { type ProcessIdentity, identityOf } from '../backends/process-identity.ts';
import { projectRoot } from '../backends/project-paths.ts';
import { rememberWorkers, stopLeftWorkers } from '../backends/brokers/left-workers.ts';

/** A program that runs until it is told to stop. */
export interface WorkerProgram {
  /** Names its log. */
  readonly name: string;
  /** Path of its file from the package's root. */
  readonly file: string;
}

/** What workers are started with. */
export interface WorkersOptions {
  readonly programs: readonly WorkerProgram[];
  /** Takes their logs, `<name>.log`. */
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Workers that run as processes beside this one. */
export interface LocalWorkers {
  /** The log of each, by name. */
  readonly logs: ReadonlyMap<string, string>;
  /**
   * Tells them to stop and waits until each has ended what it had begun.
   *
   * @throws PipelineError `backend-failed` naming those that ended by an error, before or after.
   */
  readonly stop: () => Promise<void>;
}

/**
 * Starts each worker as it runs in a container: with variables, a log, and SIGTERM as its end. They end with this
 * process, or, when it is killed, with the next start in their folder.
 */
export async function startWorkers({ programs, directory, variables }: WorkersOptions): Promise<LocalWorkers> {
  await mkdir(directory, { recursive: true });
  await stopLeftWorkers(directory);
  const started = await Promise.all(
    programs.map(async (program) => {
      const log = join(directory, `${program.name}.log`);
      return { name: program.name, log, ...(await launch(program, { log, variables })) };
    }),
  );
  await rememberWorkers(
    directory,
    started.flatMap(({ identity }) => identity ?? []),
  );
  return {
    logs: new Map(started.map(({ name, log }) => [name, log])),
    stop: async () => {
      for (const { end } of started) {
        end();
      }
      const codes = await Promise.all(started.map(async ({ name, log, ended }) => ({ name, log, code: await ended })));
      await stopLeftWorkers(directory);
      const failed = codes.filter(({ code }) => code !== 0);
      if (failed.length > 0) {
        throw backendError(
          `every worker must end well, these did not: ${failed.map(({ name, code }) => `${name} (${code})`).join(', ')}`,
          `see ${failed.map(({ log }) => log).join(', ')}`,
        );
      }
    },
  };
}

interface LaunchedWorker {
  /** Undefined when it ended at once. */
  readonly identity: ProcessIdentity | undefined;
  readonly end: () => void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

async function launch(
  { file }: WorkerProgram,
  { log, variables }: { readonly log: string; readonly variables: Readonly<Record<string, string>> },
): Promise<LaunchedWorker> {
  const output = await open(log, 'w');
  try {
    const child = spawn(process.execPath, [join(projectRoot, file)], {
      cwd: projectRoot,
      // A group of its own, so that Ctrl-C reaches it through `stop` alone, once what it reads is settled.
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      env: { ...variables, PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' },
    });
    const ended = new Promise<number | string>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(code ?? signal ?? 'unknown');
      });
      child.once('error', () => {
        resolve('not started');
      });
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    return { identity, end: () => child.kill('SIGTERM'), ended };
  } finally {
    await output.close();
  }
}
