import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readBrokerRecord } from '../../../../localstack/backends/brokers/broker-record.ts';
import { runningBrokers, startBrokers } from '../../../../localstack/backends/brokers/start-brokers.ts';
import { stopBrokers } from '../../../../localstack/backends/brokers/stop-brokers.ts';
import { isRunning } from '../../../../localstack/backends/process-identity.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';

const startMs = 180_000;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(localDirectory, 'brokers-'));
});

afterAll(async () => {
  await stopBrokers(directory);
  await rm(directory, { recursive: true, force: true });
}, startMs);

describe('the brokers of a directory', () => {
  it(
    'outlive who started them, are found again, start anew together and are stopped by their record',
    async () => {
      const options = { directory, say: () => undefined };
      const first = await startBrokers(options);
      expect(first).toMatchObject({ found: false, kafka: { brokers: expect.stringMatching(/^127\.0\.0\.1:\d+$/) } });
      expect(await startBrokers(options)).toEqual({ ...first, found: true });

      const { processes = [] } = (await readBrokerRecord(directory)) ?? {};
      expect(processes.length).toBeGreaterThanOrEqual(4);
      process.kill(processes[0]?.pid ?? 0, 'SIGKILL');
      while (processes[0] !== undefined && isRunning(processes[0])) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await runningBrokers(directory)).toBeUndefined();

      expect(await stopBrokers(directory)).toBe(true);
      expect(processes.filter((one) => isRunning(one))).toEqual([]);
      expect(await stopBrokers(directory)).toBe(false);
    },
    startMs,
  );
});
