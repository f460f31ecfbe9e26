import { describe, expect, it } from '@jest/globals';
import { brokerPlaces } from '../../../console/dlq/broker-places.ts';
import { consumer } from '../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../lambdas/contracts/definition/dead-letter.ts';
import { kafkaTopic } from '../../../lambdas/contracts/definition/kafka-topic.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { Noted, movedPipeline } from '../../lambdas/adapters/worker/moved-pipeline.ts';

const placesOf = (definition: Parameters<typeof brokerPlaces>[0]) =>
  brokerPlaces(definition).map(({ name, source, policy, collects }) => [name, source.kind, policy, collects]);

describe('the places of dead letters at brokers', () => {
  it('are the sources that somebody reads and that have dead letters', () => {
    expect(placesOf(orders)).toEqual([
      ['salesEvents', 'kafka', 'park-key', true],
      ['orderProcessing', 'rabbitmq', 'skip', true],
      ['liveEvents', 'redis', 'skip', true],
      ['parcelEvents', 'nats', 'skip', true],
    ]);
  });

  it('are those of each reader, too, where several keep the order of their keys', () => {
    const moved = movedPipeline('kafka');
    const read = { source: 'notes', handles: [Noted], worker: 'reader.ts' };
    const consumers = { first: consumer(read), second: consumer(read) };
    const carried = { carries: [Noted], deadLetter: deadLetter() };
    const over = (onPoison: 'park-key' | 'skip') =>
      placesOf({ ...moved, consumers, kafka: { notes: kafkaTopic('notes', { ...carried, onPoison }) } });

    expect(over('park-key')).toEqual([
      ['notes-first', 'kafka', 'park-key', false],
      ['notes-second', 'kafka', 'park-key', false],
      ['notes', 'kafka', 'skip', true],
    ]);
    expect(over('skip')).toEqual([['notes', 'kafka', 'skip', true]]);
  });
});
