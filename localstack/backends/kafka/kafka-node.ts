import { spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendError } from '../backend-error.ts';
import { type ProcessIdentity, identityOf, isRunning } from '../process-identity.ts';
import { stopProcess } from '../stop-process.ts';
import { brokerArguments, kafkaEnvironment } from './kafka-command.ts';

/** One node of a local cluster. */
export interface KafkaNode {
  /** From 1. */
  readonly id: number;
  /** Where it listens without a login. */
  readonly bootstrap: string;
  /** The process that runs, undefined when none does. */
  process(): ProcessIdentity | undefined;
  /** Ends it with SIGKILL and answers when it is gone; what it wrote stays. Harmless when it is not running. */
  kill(): Promise<void>;
  /**
   * Starts it on its data and ports and answers when it serves clients. Harmless when it is running.
   *
   * @throws PipelineError `backend-failed` with the end of its log when it does not start within a minute.
   */
  start(): Promise<void>;
  /** Asks it to end and answers when it is gone. */
  stop(): Promise<void>;
}

/** What a node is started from. */
export interface KafkaNodePlace {
  readonly id: number;
  readonly bootstrap: string;
  readonly library: string;
  /** `server.properties`. */
  readonly properties: string;
  readonly directory: string;
  readonly log: string;
}

const startMs = 60_000;
const pollMs = 50;
const startedMessage = 'Kafka Server started';

/** A node that is not running yet. */
export function createKafkaNode(place: KafkaNodePlace): KafkaNode {
  let running: ProcessIdentity | undefined;
  const current = (): ProcessIdentity | undefined =>
    running !== undefined && isRunning(running) ? running : undefined;
  return {
    id: place.id,
    bootstrap: place.bootstrap,
    process: current,
    kill: async () => {
      const target = current();
      if (target !== undefined) {
        process.kill(target.pid, 'SIGKILL');
        await gone(target);
      }
    },
    start: async () => {
      if (current() === undefined) {
        const written = await sizeOf(place.log);
        running = await launch(place);
        await started({ identity: running, log: place.log, written });
      }
    },
    stop: async () => {
      const target = current();
      if (target !== undefined) {
        await stopProcess(target);
      }
    },
  };
}

async function launch({ library, properties, directory, log }: KafkaNodePlace): Promise<ProcessIdentity> {
  const output = await open(log, 'a');
  try {
    const args = brokerArguments({ library, className: 'kafka.Kafka', args: [properties] });
    const child = spawn('java', args, {
      cwd: directory,
      // Leads a group, so that it gets no Ctrl-C of this terminal and outlives who started it.
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      env: kafkaEnvironment(),
    });
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    child.on('error', () => undefined);
    child.unref();
    if (identity === undefined) {
      throw backendError('a Kafka node must start, it ended at once', `see ${log}`);
    }
    return identity;
  } finally {
    await output.close();
  }
}

/** Its ports are open before it serves, so what it logs is what counts, from where its log ended before. */
async function started(node: {
  readonly identity: ProcessIdentity;
  readonly log: string;
  readonly written: number;
}): Promise<void> {
  const deadline = Date.now() + startMs;
  while (isRunning(node.identity) && Date.now() < deadline) {
    const said = (await readFile(node.log)).subarray(node.written).toString();
    if (said.includes(startedMessage)) {
      return;
    }
    await sleep(pollMs);
  }
  await stopProcess(node.identity);
  const said = await readFile(node.log, 'utf8');
  throw backendError(
    `a Kafka node must start within ${startMs / 1000} s, it said "${said.trim().split('\n').at(-1) ?? ''}"`,
    `see ${node.log}`,
  );
}

async function gone(identity: ProcessIdentity): Promise<void> {
  while (isRunning(identity)) {
    await sleep(pollMs);
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
