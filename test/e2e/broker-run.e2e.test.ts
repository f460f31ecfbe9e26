import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopBrokers } from '../../localstack/backends/brokers/stop-brokers.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { stopEndpoint } from '../../localstack/backends/stop-endpoint.ts';
import { expectSound, reportOf, startRun } from './run-command.ts';

const minutes = 60_000;
const promises = 9;

let directory: string;

beforeAll(async () => {
  await mkdir(localDirectory, { recursive: true });
  directory = await mkdtemp(join(localDirectory, 'e2e-brokers-'));
});

afterAll(async () => {
  await stopEndpoint(directory);
  await stopBrokers(directory);
  await rm(directory, { recursive: true, force: true });
}, minutes);

describe('the deployed pipeline with its brokers', () => {
  it(
    'tells Kafka, RabbitMQ, Redis and NATS of every order once, also when the run was killed half-way',
    async () => {
      const args = ['--directory', directory, '--limit', '200'];
      const killed = startRun('local', ...args);
      let seen = '';
      killed.stderr?.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (/ended {2,}[1-9]\d?%/u.test(seen)) {
          killed.kill('SIGKILL');
        }
      });
      expect(await once(killed, 'close')).toEqual([null, 'SIGKILL']);

      const report = await reportOf(startRun('local', ...args));

      expectSound(report, promises);
      const of = (name: string) => report.consumers.filter((one) => one.name === name).map(({ handled }) => handled);
      expect([...of('salesProjection'), ...of('pickOrder'), ...of('liveOrders'), ...of('notifyPartner')]).toHaveLength(
        4,
      );
    },
    6 * minutes,
  );
});
