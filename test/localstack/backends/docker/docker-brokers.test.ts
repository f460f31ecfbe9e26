import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readBrokerRecord } from '../../../../localstack/backends/brokers/broker-record.ts';
import { runningBrokers, startBrokers } from '../../../../localstack/backends/brokers/start-brokers.ts';
import { stopBrokers } from '../../../../localstack/backends/brokers/stop-brokers.ts';
import { kafkaVersion } from '../../../../localstack/backends/kafka/kafka-release.ts';
import { natsRelease } from '../../../../localstack/backends/nats/nats-program.ts';

const before = { path: process.env['PATH'], backends: process.env['PIPELINE_BACKENDS'] };
const composeFile = new URL('../../../../localstack/brokers.yaml', import.meta.url);

let directory: string;
let said: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docker-brokers-'));
  said = [];
  process.env['PIPELINE_BACKENDS'] = 'docker';
  process.env['PATH'] = [directory, before.path].join(delimiter);
});

afterEach(async () => {
  process.env['PATH'] = before.path;
  process.env['PIPELINE_BACKENDS'] = before.backends;
  if (before.backends === undefined) {
    delete process.env['PIPELINE_BACKENDS'];
  }
  await rm(directory, { recursive: true, force: true });
});

/**
 * Puts a stand-in for `docker` before any other: no engine can be had here. It notes its arguments and environment;
 * `up` ends with a code, and so many containers run.
 */
async function standIn({ up = 0, running = 4 }: { readonly up?: number; readonly running?: number }): Promise<void> {
  const script = `#!/bin/sh
echo "$@" >> "${directory}/calls"
case "$*" in
  *" up "*) env > "${directory}/environment"; echo "no such image" >&2; exit ${up} ;;
  *" ps "*) i=0; while [ $i -lt ${running} ]; do echo container-$i; i=$((i + 1)); done ;;
esac
`;
  await writeFile(join(directory, 'docker'), script);
  await chmod(join(directory, 'docker'), 0o755);
}

const start = (kafkaNodes?: 1 | 3) =>
  startBrokers({ directory, say: (line) => said.push(line), ...(kafkaNodes && { kafkaNodes }) });

async function calls(): Promise<readonly string[]> {
  const lines = (await readFile(join(directory, 'calls'), 'utf8')).trim().split('\n');
  return lines.map((line) => line.replace(/^compose --project-name \S+ --file \S+ /u, ''));
}

async function environment(): Promise<Readonly<Record<string, string>>> {
  const lines = (await readFile(join(directory, 'environment'), 'utf8')).trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe('brokers in containers', () => {
  it('are started once, found again, and removed with their data', async () => {
    await standIn({});

    const brokers = await start();
    expect(await start()).toEqual({ ...brokers, found: true });
    expect(await stopBrokers(directory)).toBe(true);

    expect(await calls()).toEqual([
      'up --detach --wait --wait-timeout 300',
      'ps --status running --quiet',
      'down --volumes --remove-orphans',
    ]);
    expect(await readBrokerRecord(directory)).toBeUndefined();
  });

  it('are told the ports and logins under which they are reached', async () => {
    await standIn({});

    const { kafka, redis, rabbitmq, nats } = await start(3);
    const told = await environment();

    const ports = [told['KAFKA_PORT_1'], told['KAFKA_PORT_2'], told['KAFKA_PORT_3']];
    expect(kafka.brokers).toBe(ports.map((port) => `127.0.0.1:${port}`).join());
    expect(redis).toEqual({
      ...{ url: `redis://127.0.0.1:${told['REDIS_PORT']}` },
      ...{ username: told['REDIS_USER'], password: told['REDIS_PASSWORD'] },
    });
    expect(rabbitmq).toEqual({
      url: `amqp://127.0.0.1:${told['RABBITMQ_PORT']}`,
      managementUrl: `http://127.0.0.1:${told['RABBITMQ_MANAGEMENT_PORT']}`,
      ...{ username: told['RABBITMQ_USER'], password: told['RABBITMQ_PASSWORD'] },
    });
    expect(nats).toEqual({
      ...{ url: `nats://127.0.0.1:${told['NATS_PORT']}` },
      ...{ username: told['NATS_USER'], password: told['NATS_PASSWORD'] },
    });
    expect(told).toMatchObject({
      KAFKA_VOTERS: '1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093',
      ...{ KAFKA_COPIES: '3', KAFKA_IN_SYNC: '2', COMPOSE_PROFILES: 'three' },
    });
  });

  it('count as gone, all of them, when one does not run', async () => {
    await standIn({ running: 3 });
    await start();

    expect(await runningBrokers(directory)).toBeUndefined();
  });

  it('are removed when they do not start, and the error says what Compose said and what to do', async () => {
    await standIn({ up: 1 });

    await expect(start()).rejects.toMatchObject({
      code: 'backend-failed',
      message: expect.stringMatching(/the local brokers.*"no such image".*PIPELINE_BACKENDS=native/su),
    });
    expect((await calls()).at(-1)).toBe('down --volumes --remove-orphans');
  });
});

describe('brokers.yaml', () => {
  it('publishes every port on the loopback interface alone', async () => {
    const text = await readFile(composeFile, 'utf8');
    const published = text.match(/^ +- .*:\d+$/gmu) ?? [];

    expect(published).toHaveLength(7);
    expect(published.filter((line) => !/- 127\.0\.0\.1:\$\{\w+:-\d+\}:\d+$/u.test(line))).toEqual([]);
  });

  it('runs the releases that run without Docker too, where both have them', async () => {
    const text = await readFile(composeFile, 'utf8');

    expect(text).toContain(`image: apache/kafka:${kafkaVersion}\n`);
    expect(text).toContain(`image: nats:${natsRelease}-alpine\n`);
  });

  it('leaves nothing to its defaults that is told apart for each directory', async () => {
    await standIn({});
    await start(3);
    const text = await readFile(composeFile, 'utf8');
    const names = new Set(Array.from(text.matchAll(/\$\{(\w+)/gu), ([, name = '']) => name));
    const told = await environment();

    const left = [...names].filter((name) => told[name] === undefined);
    expect(left).toEqual(['PIPELINE_COMPOSE_PROJECT', 'KAFKA_CLUSTER_ID']);
  });
});
