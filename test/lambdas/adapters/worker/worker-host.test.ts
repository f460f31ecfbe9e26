import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createWorkerHost } from '../../../../lambdas/adapters/worker/worker-host.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';
import { Begun } from '../../contracts/definition/sample-parts.ts';

const definition = pipeline('test', brokerParts);
const consumer: Consumer = { name: 'c', handles: [Begun], handle: () => Promise.resolve(ok()) };

function running(name: string, variables: Readonly<Record<string, string>>, signal = new AbortController().signal) {
  const telemetry = recordingTelemetry();
  const ends: string[] = [];
  const stop = { signal, ended: () => ends.push('ended') };
  const host = createWorkerHost(definition, name, { items: createMemoryItemStore(), telemetry, variables, stop });
  return { telemetry, ends, ended: host.run(consumer) };
}

describe('createWorkerHost', () => {
  it.each([
    ['logReader', 'KAFKA_BROKERS'],
    ['liveReader', 'REDIS_URL'],
    ['taskReader', 'RABBITMQ_URL'],
    ['feedReader', 'NATS_SERVERS'],
  ])('ends "%s" with an error that names %s when it is missing, and says so in the log', async (name, variable) => {
    const { telemetry, ends, ended } = running(name, {});

    await expect(ended).rejects.toMatchObject({
      code: 'environment-invalid',
      message: expect.stringContaining(variable) as unknown,
    });
    expect(telemetry.lines).toEqual(['worker ended by an error']);
    expect(ends).toEqual(['ended']);
  });

  it('refuses to read a queue of SQS, which functions read', async () => {
    await expect(running('worker', {}).ended).rejects.toMatchObject({
      code: 'environment-invalid',
      message: 'a worker must read a source at a broker, got queue "work"',
    });
  });

  it('refuses a consumer that the pipeline does not have', () => {
    expect(() => running('nobody', {})).toThrow(/^a consumer must be one of worker, notifier, .*, got "nobody"$/u);
  });

  it('stops without an error while it waits for a broker that is not there', async () => {
    const { ends, ended, telemetry } = running(
      'feedReader',
      { NATS_SERVERS: 'nats://127.0.0.1:1' },
      AbortSignal.abort(),
    );

    await ended;

    expect(telemetry.lines).toContain('worker stopped');
    expect(ends).toEqual(['ended']);
  });
});
