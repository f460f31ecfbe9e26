import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { type ProcessIdentity, identityOf } from '../process-identity.ts';

/** A program of a local RabbitMQ. */
export interface RabbitProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** Takes its output, behind what is there. */
  readonly directory: string;
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Starts a program as the leader of a group of its own, which outlives this process and gets no Ctrl-C of its terminal.
 *
 * @throws PipelineError `backend-failed` when it does not start.
 */
export async function startRabbitProcess(program: RabbitProgram): Promise<ProcessIdentity> {
  const { command, args, directory, env } = program;
  const log = join(directory, 'output.log');
  const output = await open(log, 'a');
  try {
    const child = spawn(command, args, {
      cwd: directory,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      env,
    });
    child.on('error', () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (identity === undefined) {
      throw backendError(`RabbitMQ must start, "${command}" ended at once`, `see ${log}`);
    }
    return identity;
  } finally {
    await output.close();
  }
}
