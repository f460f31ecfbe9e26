import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendError } from '../backend-error.ts';
import { lastingPorts } from '../kafka/lasting-ports.ts';
import { type ProcessIdentity, isRunning } from '../process-identity.ts';
import { stopProcess } from '../stop-process.ts';
import { type RabbitPlace, rabbitEnvironment, writeRabbitFiles } from './rabbit-files.ts';
import { type RabbitManagement, createRabbitManagement } from './rabbit-management.ts';
import { type RabbitPackages, rabbitPackages } from './rabbit-packages.ts';
import { startRabbitProcess } from './rabbit-process.ts';

/** How a local RabbitMQ is started. */
export interface RabbitMqOptions {
  /** Takes data and logs; what an earlier start left there is deleted. */
  readonly directory: string;
  /** Further settings, as lines of its configuration. @default none */
  readonly settings?: readonly string[];
  readonly say: (line: string) => void;
}

/** A local RabbitMQ of one node. */
export interface RunningRabbitMq {
  /** AMQP 0-9-1 with its user and password, virtual host `/`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The management API and its pages, without user and password. */
  readonly managementUrl: string;
  readonly management: RabbitManagement;
  /** Ends the node with SIGKILL and answers when it is gone; what it wrote stays. */
  kill(): Promise<void>;
  /** Kills the node when it runs, starts it on its data and ports and answers when it serves. */
  restart(): Promise<void>;
  /** What runs, so that it can be ended by another process. */
  processes(): readonly ProcessIdentity[];
  /** Ends everything that was started; what was written stays. */
  stop(): Promise<void>;
}

const startMs = 90_000;
const pollMs = 100;

/**
 * Starts RabbitMQ with its management plug-in on free ports of the loopback interface, with a password of its own; its
 * processes outlive this one until `stop`.
 *
 * @throws PipelineError `backend-failed` with what to do when it cannot be had or does not start.
 */
export async function startRabbitMq({ directory, settings = [], say }: RabbitMqOptions): Promise<RunningRabbitMq> {
  const packages = await rabbitPackages(say);
  const [amqp = 0, managementPort = 0, epmdPort = 0, distribution = 0] = await lastingPorts(4);
  const place: RabbitPlace = {
    directory,
    ports: { amqp, management: managementPort, epmd: epmdPort, distribution },
    username: 'pipeline',
    password: randomBytes(18).toString('hex'),
    settings,
  };
  await writeRabbitFiles(place);
  const managementUrl = `http://127.0.0.1:${managementPort}`;
  const management = createRabbitManagement({ managementUrl, ...place });
  const epmd = await startEpmd(place, packages);
  let node: ProcessIdentity | undefined;
  const kill = async (): Promise<void> => {
    await killProcess(node);
  };
  const restart = async (): Promise<void> => {
    await kill();
    node = await startNode(place, packages);
    await serves(node, { management, log: join(directory, 'output.log') });
  };
  const stop = async (): Promise<void> => {
    await Promise.all([epmd, node].map(async (one) => one && stopProcess(one)));
  };
  try {
    await restart();
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `amqp://${place.username}:${place.password}@127.0.0.1:${amqp}`;
  const processes = (): readonly ProcessIdentity[] => [epmd, ...(node === undefined ? [] : [node])];
  const { username, password } = place;
  return { url, username, password, managementUrl, management, kill, restart, processes, stop };
}

/** Started here, because the one that a node starts by itself belongs to nobody and stays. */
function startEpmd(place: RabbitPlace, packages: RabbitPackages): Promise<ProcessIdentity> {
  const args = ['-port', String(place.ports.epmd), '-address', '127.0.0.1'];
  const env = rabbitEnvironment(place, packages);
  return startRabbitProcess({ command: packages.epmd, args, directory: place.directory, env });
}

function startNode(place: RabbitPlace, packages: RabbitPackages): Promise<ProcessIdentity> {
  const env = rabbitEnvironment(place, packages);
  return startRabbitProcess({ command: packages.server, args: [], directory: place.directory, env });
}

async function killProcess(identity: ProcessIdentity | undefined): Promise<void> {
  if (identity === undefined || !isRunning(identity)) {
    return;
  }
  process.kill(identity.pid, 'SIGKILL');
  while (isRunning(identity)) {
    await sleep(pollMs);
  }
}

async function serves(
  node: ProcessIdentity,
  { management, log }: { readonly management: RabbitManagement; readonly log: string },
): Promise<void> {
  const deadline = Date.now() + startMs;
  while (isRunning(node) && Date.now() < deadline) {
    // Asked about itself, the node checks that it serves clients and raised no alarm.
    const well = await Promise.all(
      ['protocol-listener/amqp', 'local-alarms'].map((check) => management(`health/checks/${check}`)),
    ).then(
      () => true,
      () => false,
    );
    if (well) {
      return;
    }
    await sleep(pollMs);
  }
  const said = await readFile(log, 'utf8');
  throw backendError(
    `RabbitMQ must start within ${startMs / 1000} s, it said "${said.trim().split('\n').at(-1) ?? ''}"`,
    `see ${log}`,
  );
}
