import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessIdentity } from '../process-identity.ts';
import { type KafkaCertificate, createKafkaCertificate } from './kafka-certificate.ts';
import { kafkaLibrary } from './kafka-library.ts';
import { type KafkaNode, createKafkaNode } from './kafka-node.ts';
import { type KafkaPorts, kafkaProperties } from './kafka-properties.ts';
import { type KafkaTool, createKafkaTool } from './kafka-tool.ts';
import { lastingPorts } from './lasting-ports.ts';

/** How a local cluster is started. */
export interface KafkaOptions {
  /** Takes data, logs and certificate; what an earlier start left there is deleted. */
  readonly directory: string;
  /** With three, topics are kept on all of them and writing needs two; with one, nothing is kept twice. */
  readonly nodes: 1 | 3;
  readonly say: (line: string) => void;
}

/** How a listener with SCRAM-SHA-512 is reached. */
export interface KafkaLogin {
  /** `host:port`, with commas between several. */
  readonly bootstrap: string;
  readonly username: string;
  readonly password: string;
}

/** A local cluster of Apache Kafka. */
export interface RunningKafka {
  /** Listeners without a login: `host:port`, with commas between several. */
  readonly bootstrap: string;
  /** Listeners that want a login, not encrypted. */
  readonly scram: KafkaLogin;
  /** Listeners that want a login, encrypted; `caFile` is the PEM that a client must trust. */
  readonly tls: KafkaLogin & { readonly caFile: string };
  readonly nodes: readonly KafkaNode[];
  readonly tool: KafkaTool;
  /** What runs, so that it can be ended by another process. */
  processes(): readonly ProcessIdentity[];
  /** Ends every node and answers when all are gone; what they wrote stays. */
  stop(): Promise<void>;
}

const username = 'pipeline';

/**
 * Starts Apache Kafka (KRaft, each node broker and controller) on free ports of the loopback interface, with a password
 * of its own; its processes outlive this one until `stop`. Topics are not created by themselves.
 *
 * @throws PipelineError `backend-failed` with what to do when it cannot be installed or does not start.
 */
export async function startKafka({ directory, nodes: count, say }: KafkaOptions): Promise<RunningKafka> {
  const library = await kafkaLibrary(say);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const certificate = await createKafkaCertificate(directory);
  const login = { username, password: randomBytes(18).toString('hex') };
  const cluster = await portsOf(count);
  const tool = createKafkaTool(library);
  const nodes = await formatted({ directory, library, tool, cluster, certificate, password: login.password });
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map(async (node) => node.stop()));
  };
  const starts = await Promise.allSettled(nodes.map(async (node) => node.start()));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    bootstrap: addresses(cluster, 'plain'),
    scram: { bootstrap: addresses(cluster, 'scram'), ...login },
    tls: { bootstrap: addresses(cluster, 'tls'), ...login, caFile: certificate.caFile },
    nodes,
    tool,
    processes: () => nodes.flatMap((node) => node.process() ?? []),
    stop,
  };
}

interface Unformatted {
  readonly directory: string;
  readonly library: string;
  readonly tool: KafkaTool;
  readonly cluster: readonly KafkaPorts[];
  readonly certificate: KafkaCertificate;
  readonly password: string;
}

async function formatted(cluster: Unformatted): Promise<readonly KafkaNode[]> {
  const clusterId = clusterIdOf(randomBytes(16));
  return Promise.all(cluster.cluster.map(async (ports, index) => format(cluster, { id: index + 1, ports, clusterId })));
}

async function format(
  { directory: parent, library, tool, cluster, certificate, password }: Unformatted,
  { id, ports, clusterId }: { readonly id: number; readonly ports: KafkaPorts; readonly clusterId: string },
): Promise<KafkaNode> {
  const directory = join(parent, `node-${id}`);
  const properties = join(directory, 'server.properties');
  await mkdir(directory, { recursive: true });
  const dataDirectory = join(directory, 'data');
  const text = kafkaProperties({ id, dataDirectory, cluster, certificate, username });
  await writeFile(properties, text, { mode: 0o600 });
  const user = `SCRAM-SHA-512=[name=${username},password=${password}]`;
  await tool('kafka.tools.StorageTool', [
    ...['format', '--cluster-id', clusterId, '--config', properties, '--add-scram', user],
  ]);
  const bootstrap = `127.0.0.1:${ports.plain}`;
  return createKafkaNode({ id, bootstrap, library, properties, directory, log: join(directory, 'kafka.log') });
}

async function portsOf(nodes: number): Promise<readonly KafkaPorts[]> {
  const names = ['plain', 'scram', 'tls', 'controller'] as const;
  const free = await lastingPorts(nodes * names.length);
  return Array.from({ length: nodes }, (_, node) => {
    const [plain = 0, scram = 0, tls = 0, controller = 0] = free.slice(node * names.length);
    return { plain, scram, tls, controller };
  });
}

function addresses(cluster: readonly KafkaPorts[], listener: keyof KafkaPorts): string {
  return cluster.map((ports) => `127.0.0.1:${ports[listener]}`).join();
}

/** Kafka writes an id as 22 characters of base64url, of which the first is not a minus: options begin with one. */
function clusterIdOf(bytes: Buffer): string {
  bytes[0] = 0;
  return bytes.toString('base64url');
}
