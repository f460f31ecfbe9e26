import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendError } from '../backend-error.ts';
import { lastingPorts } from '../kafka/lasting-ports.ts';
import type { ProcessIdentity } from '../process-identity.ts';
import { type AppendFsync, redisLogin, type RedisNodePlace } from './redis-configuration.ts';
import { createRedisNode, type RedisNode } from './redis-node.ts';
import { redisPrograms } from './redis-programs.ts';

/** How a local Redis is started. */
export interface RedisOptions {
  /** Takes the data and the logs. */
  readonly directory: string;
  /** One server, or a cluster of three that share the slots. @default 'single' */
  readonly mode?: 'single' | 'cluster';
  /** @default 'everysec' */
  readonly appendFsync?: AppendFsync;
  readonly say: (line: string) => void;
}

/** A local Redis that runs, on the loopback interface. */
export interface RunningRedis {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly cluster: boolean;
  readonly username: string;
  readonly password: string;
  /** What redis-cli prints for a command on a node, with the rights of an administrator. */
  cli(args: readonly string[], node?: number): Promise<string>;
  /** Ends a node as a crash would. */
  kill(node?: number): Promise<void>;
  /** Starts a node that was killed, with the same data and port. */
  restart(node?: number): Promise<void>;
  /** What runs, so that it can be ended by another process. */
  processes(): readonly ProcessIdentity[];
  stop(): Promise<void>;
}

const clusterMs = 30_000;
const pollMs = 50;

/**
 * Starts a real Redis that keeps an append-only file, and waits until it answers.
 *
 * @throws PipelineError `backend-failed` when it cannot be had or does not start.
 */
export async function startRedis({
  directory,
  mode = 'single',
  appendFsync,
  say,
}: RedisOptions): Promise<RunningRedis> {
  const programs = await redisPrograms(say);
  const cluster = mode === 'cluster';
  const nodes: RedisNode[] = [];
  try {
    for (const name of cluster ? ['1', '2', '3'] : ['1']) {
      const durability = appendFsync === undefined ? {} : { appendFsync };
      const ports = await freePorts(cluster);
      const node = await createRedisNode(
        { directory: join(directory, `node-${name}`), ...ports, ...durability },
        programs,
      );
      nodes.push(node);
      await node.start();
    }
    if (cluster) {
      await joinCluster(nodes);
    }
  } catch (cause) {
    await Promise.all(nodes.map((node) => node.stop()));
    throw cause;
  }
  return runningRedis(nodes, cluster);
}

/** Of one node; they stay free while it is down. */
async function freePorts(cluster: boolean): Promise<Pick<RedisNodePlace, 'port' | 'busPort'>> {
  const [port = 0, busPort = 0] = await lastingPorts(2);
  return cluster ? { port, busPort } : { port };
}

function runningRedis(nodes: readonly RedisNode[], cluster: boolean): RunningRedis {
  const at = (index = 0): RedisNode => {
    const node = nodes[index];
    if (node === undefined) {
      throw backendError(`a node must be one of ${nodes.length}, got ${index}`, 'count from 0');
    }
    return node;
  };
  return {
    nodes: nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
    cluster,
    ...redisLogin,
    cli: async (args, node) => (await at(node).cli(cluster ? ['-c', ...args] : args)).output,
    kill: (node) => at(node).kill(),
    restart: async (node) => {
      await at(node).start();
      if (cluster) {
        await untilAllServe(nodes);
      }
    },
    processes: () => nodes.flatMap((node) => node.process() ?? []),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function joinCluster(nodes: readonly RedisNode[]): Promise<void> {
  const [first] = nodes;
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const { output = '' } = (await first?.cli(['cluster', 'info'])) ?? {};
  if (!output.includes(`cluster_known_nodes:${nodes.length}`)) {
    await first?.cli(['--cluster', 'create', ...addresses, '--cluster-yes']);
  }
  await untilAllServe(nodes);
}

async function untilAllServe(nodes: readonly RedisNode[]): Promise<void> {
  const deadline = Date.now() + clusterMs;
  while (!(await allServe(nodes))) {
    if (Date.now() > deadline) {
      throw backendError(`${nodes.length} nodes must form a cluster, they did not`, 'see redis.log of each node');
    }
    await sleep(pollMs);
  }
}

async function allServe(nodes: readonly RedisNode[]): Promise<boolean> {
  const answers = await Promise.all(nodes.map((node) => node.cli(['cluster', 'info'])));
  return answers.every(({ output }) => output.includes('cluster_state:ok'));
}
