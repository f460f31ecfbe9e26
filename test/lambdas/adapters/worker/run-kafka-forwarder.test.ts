import { describe, expect, it } from '@jest/globals';
import { runKafkaForwarder } from '../../../../lambdas/adapters/worker/run-kafka-forwarder.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { copiedPipeline } from './copied-pipeline.ts';

describe('runKafkaForwarder', () => {
  it.each<[string, unknown]>([
    ['bridge', 'consumer "bridge" must read a topic of Kafka with dead letters, got "toKafka"'],
    ['copier', expect.stringContaining('KAFKA_BROKERS')],
  ])('ends "%s" with an error that says what must be: %s', async (name, message) => {
    const telemetry = recordingTelemetry();
    const ends: string[] = [];
    const stop = { signal: new AbortController().signal, ended: () => ends.push('ended') };

    const ended = runKafkaForwarder(copiedPipeline, name, { telemetry, stop, variables: {} });

    await expect(ended).rejects.toMatchObject({ code: 'environment-invalid', message });
    expect([telemetry.lines, ends]).toEqual([['forwarder ended by an error'], ['ended']]);
  });
});
