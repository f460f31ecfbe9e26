import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendError } from '../backend-error.ts';
import { lastingPorts } from '../kafka/lasting-ports.ts';
import { type ProcessIdentity, identityOf, isRunning } from '../process-identity.ts';
import { stopProcess } from '../stop-process.ts';
import { natsConfiguration } from './nats-configuration.ts';
import { natsProgram } from './nats-program.ts';

/** How a local NATS is started. */
export interface NatsOptions {
  /** Takes the data and the log. */
  readonly directory: string;
  /** Who may log in and how, as lines of the server's configuration. @default a user with a password of its own */
  readonly security?: readonly string[];
  readonly say: (line: string) => void;
}

/** A local NATS that runs, on the loopback interface. */
export interface RunningNats {
  /** `nats://` without a login. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Address of the monitoring endpoint, which tells without a login what the server knows. */
  readonly monitoringUrl: string;
  /** Ends it as a crash would; its files stay. Does nothing when it does not run. */
  kill(): Promise<void>;
  /**
   * Starts it again with the same data and ports.
   *
   * @throws PipelineError `backend-failed` when it does not answer in time.
   */
  restart(): Promise<void>;
  /** What runs, so that it can be ended by another process. */
  processes(): readonly ProcessIdentity[];
  stop(): Promise<void>;
}

const startMs = 30_000;
const pollMs = 20;

/**
 * Starts a real NATS server with JetStream and a login of its own, and waits until JetStream answers.
 *
 * @throws PipelineError `backend-failed` when it cannot be had or does not start.
 */
export async function startNats({ directory, security, say }: NatsOptions): Promise<RunningNats> {
  const program = await natsProgram(say);
  const [port = 0, monitoringPort = 0] = await lastingPorts(2);
  const login = { username: 'app', password: randomBytes(18).toString('hex') };
  const monitoringUrl = `http://127.0.0.1:${monitoringPort}`;
  await mkdir(directory, { recursive: true });
  const place = { directory, port, monitoringPort, ...login, ...(security && { security }) };
  await writeFile(join(directory, 'nats.conf'), natsConfiguration(place), { mode: 0o600 });
  const start = async (): Promise<ProcessIdentity> => {
    const identity = await launch(program, directory);
    await untilHealthy(identity, monitoringUrl, directory);
    return identity;
  };
  let running = await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    ...login,
    monitoringUrl,
    kill: () => killed(running),
    restart: async () => {
      running = await start();
    },
    processes: () => [running],
    stop: async () => {
      await stopProcess(running);
    },
  };
}

async function launch(program: string, directory: string): Promise<ProcessIdentity> {
  const log = await open(join(directory, 'output.log'), 'a');
  try {
    // Leads a group of its own, so that no Ctrl-C of this terminal reaches it.
    const child = spawn(program, ['-c', join(directory, 'nats.conf')], {
      cwd: directory,
      env: {},
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    child.on('error', () => undefined);
    child.unref();
    if (identity === undefined) {
      throw backendError('nats-server must start, it ended at once', `see ${directory}`);
    }
    return identity;
  } finally {
    await log.close();
  }
}

async function untilHealthy(server: ProcessIdentity, monitoringUrl: string, directory: string): Promise<void> {
  const deadline = Date.now() + startMs;
  while (!(await isHealthy(monitoringUrl))) {
    if (!isRunning(server) || Date.now() > deadline) {
      await stopProcess(server);
      throw backendError('nats-server must answer within 30 seconds, it did not', `see ${directory}`);
    }
    await sleep(pollMs);
  }
}

async function isHealthy(monitoringUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${monitoringUrl}/healthz`)).ok;
  } catch {
    return false;
  }
}

async function killed(server: ProcessIdentity): Promise<void> {
  if (isRunning(server)) {
    process.kill(server.pid, 'SIGKILL');
  }
  while (isRunning(server)) {
    await sleep(pollMs);
  }
}
