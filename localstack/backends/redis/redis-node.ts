import { spawn } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendError } from '../backend-error.ts';
import { type ProcessIdentity, identityOf, isRunning } from '../process-identity.ts';
import { type CommandResult, runCommand } from '../run-command.ts';
import { stopProcess } from '../stop-process.ts';
import { redisConfiguration, redisLogin, type RedisNodePlace } from './redis-configuration.ts';
import type { RedisPrograms } from './redis-programs.ts';

/** One server of Redis, started by this process and living until it is stopped. */
export interface RedisNode {
  readonly port: number;
  /** Runs redis-cli against this node with all rights; a failing command is an answer. */
  cli(args: readonly string[]): Promise<CommandResult>;
  /** The process that was started last, undefined when none was. */
  process(): ProcessIdentity | undefined;
  /** Ends it as a crash would; its files stay. Does nothing when it does not run. */
  kill(): Promise<void>;
  /**
   * Starts it on the same port and files, and waits until it has loaded them.
   *
   * @throws PipelineError `backend-failed` when it does not answer in time.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const startMs = 60_000;
const pollMs = 20;

/** Milliseconds before one that ended by itself is started again. */
const againMs = 200;

/** Makes a node, which does not run yet, with its configuration in its folder. */
export async function createRedisNode(place: RedisNodePlace, programs: RedisPrograms): Promise<RedisNode> {
  const { directory, port } = place;
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'redis.conf'), redisConfiguration(place));
  let running: ProcessIdentity | undefined;
  const cli = (args: readonly string[]): Promise<CommandResult> =>
    runCommand(programs.cli, ['-h', '127.0.0.1', '-p', String(port), ...args], {
      env: { ...programs.env, REDISCLI_AUTH: redisLogin.password },
    });
  return {
    port,
    cli,
    process: () => running,
    kill: async () => {
      await killed(running);
    },
    start: async () => {
      const answers = async (): Promise<boolean> => (await cli(['ping'])).output.trim() === 'PONG';
      const deadline = Date.now() + startMs;
      do {
        running = await launch(place, programs);
        if (await untilAnswers(running, answers, deadline)) {
          return;
        }
        await stopProcess(running);
        await sleep(againMs);
      } while (Date.now() < deadline);
      throw backendError('redis-server must answer within a minute, it did not', `see ${join(directory, 'redis.log')}`);
    },
    stop: async () => {
      if (running !== undefined) {
        await stopProcess(running);
      }
    },
  };
}

async function launch({ directory }: RedisNodePlace, { server, env }: RedisPrograms): Promise<ProcessIdentity> {
  const log = await open(join(directory, 'output.log'), 'a');
  try {
    // Leads a group of its own, so that no Ctrl-C of this terminal reaches it.
    const settings = { cwd: directory, env: { ...env }, detached: true, stdio: ['ignore', log.fd, log.fd] } as const;
    const child = spawn(server, [join(directory, 'redis.conf')], { ...settings, stdio: [...settings.stdio] });
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    child.on('error', () => undefined);
    child.unref();
    if (identity === undefined) {
      throw backendError('redis-server must start, it ended at once', `see ${directory}`);
    }
    return identity;
  } finally {
    await log.close();
  }
}

/** False when it ended or took too long: threads of one that was killed may hold its port a moment longer than it lives. */
async function untilAnswers(
  node: ProcessIdentity,
  answers: () => Promise<boolean>,
  deadline: number,
): Promise<boolean> {
  while (!(await answers())) {
    if (!isRunning(node) || Date.now() > deadline) {
      return false;
    }
    await sleep(pollMs);
  }
  return true;
}

async function killed(node: ProcessIdentity | undefined): Promise<void> {
  if (node === undefined || !isRunning(node)) {
    return;
  }
  process.kill(node.pid, 'SIGKILL');
  while (isRunning(node)) {
    await sleep(pollMs);
  }
}
