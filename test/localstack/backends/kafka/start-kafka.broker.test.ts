import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Admin, type AdminOptions } from '@platformatic/kafka';
import { type RunningKafka, startKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import { isRunning } from '../../../../localstack/backends/process-identity.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';

const startMs = 180_000;
jest.setTimeout(60_000);

let directory: string;
let kafka: RunningKafka;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'kafka-'));
  kafka = await startKafka({ directory, nodes: 1, say: () => undefined });
}, startMs);

afterAll(async () => {
  await kafka.stop();
  await rm(directory, { recursive: true, force: true });
}, startMs);

async function createTopic(topic: string, options: Omit<AdminOptions, 'clientId'>): Promise<void> {
  const admin = new Admin({ clientId: 'test', ...options });
  try {
    await admin.createTopics({ topics: [topic] });
  } finally {
    await admin.close();
  }
}

const listed = async (): Promise<readonly string[]> => {
  const args = ['--bootstrap-server', kafka.bootstrap, '--list'];
  return (await kafka.tool('org.apache.kafka.tools.TopicCommand', args)).trim().split('\n');
};

describe('startKafka', () => {
  it('serves clients without a login, with one, and with one over TLS, as the own tool of Kafka sees it', async () => {
    const { bootstrap, scram, tls } = kafka;
    const sasl = { mechanism: 'SCRAM-SHA-512', username: scram.username, password: scram.password } as const;
    const ca = await readFile(tls.caFile, 'utf8');

    await createTopic('over-plain', { bootstrapBrokers: bootstrap.split(',') });
    await createTopic('over-scram', { bootstrapBrokers: scram.bootstrap.split(','), sasl });
    await createTopic('over-tls', { bootstrapBrokers: tls.bootstrap.split(','), sasl, tls: { ca } });

    expect(await listed()).toEqual(expect.arrayContaining(['over-plain', 'over-scram', 'over-tls']));
  });

  it('rejects a wrong password', async () => {
    const { bootstrap, username } = kafka.scram;
    const sasl = { mechanism: 'SCRAM-SHA-512', username, password: 'wrong' } as const;

    await expect(createTopic('refused', { bootstrapBrokers: [bootstrap], sasl, retries: 0 })).rejects.toThrow();
    expect(await listed()).not.toContain('refused');
  });

  it('fails a tool that fails, with what it printed', async () => {
    const args = ['--bootstrap-server', kafka.bootstrap, '--describe', '--topic', 'not-there'];

    await expect(kafka.tool('org.apache.kafka.tools.TopicCommand', args)).rejects.toMatchObject({
      code: 'backend-failed',
      message: expect.stringContaining('not-there'),
    });
  });

  it('keeps topics and address of a node that was killed and started again, and leaves no process when stopped', async () => {
    const [node] = kafka.nodes;
    const first = node?.process();
    await createTopic('survives', { bootstrapBrokers: kafka.bootstrap.split(',') });

    await node?.kill();
    const whileDead = node?.process();
    await node?.start();
    const second = node?.process();
    const topics = await listed();
    await kafka.stop();

    expect(whileDead).toBeUndefined();
    expect(topics).toContain('survives');
    expect([first, second].map((one) => one !== undefined && isRunning(one))).toEqual([false, false]);
    expect(second).not.toEqual(first);
  });
});
