import * as z from 'zod/mini';
import { systemClock as clock } from '../../../../../lambdas/adapters/system/system-clock.ts';
import { abortableSleep as sleep } from '../../../../../lambdas/adapters/system/abortable-sleep.ts';
import { silentTelemetry as telemetry } from '../../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { KafkaProcessorOptions } from '../../../../../lambdas/adapters/kafka/exactly-once/kafka-processor.ts';
import { event } from '../../../../../lambdas/contracts/events/event-type.ts';
import type { Consumer } from '../../../../../lambdas/core/consume/consumer.ts';
import { type Outcome, ok } from '../../../../../lambdas/core/consume/outcome.ts';
import type { Publisher } from '../../../../../lambdas/core/ports/publisher.ts';

/** A number of a key, in the order in which the key's numbers were sent. */
export const Counted = event('test.counted', {
  schema: z.object({ key: z.string(), count: z.number() }),
  key: ({ key }) => key,
});

/** Where a processor of the tests reads and writes. */
export interface DoublingPlaces {
  readonly bootstrap: string;
  readonly input: string;
  readonly output: string;
  readonly dead: string;
  readonly groupId: string;
}

/** What the handler of a test does before it sends; an outcome of its own ends it. */
export type Before = (count: number, receiveCount: number) => Outcome | undefined;

/** A processor that sends two messages for each that it reads. */
export function doubling(places: DoublingPlaces, before: Before = () => undefined): KafkaProcessorOptions {
  const { bootstrap, input, output, dead, groupId } = places;
  return {
    connection: { clientId: 'processor', brokers: bootstrap.split(',') },
    ...{ groupId, topics: [input], sessionMs: 6000, fetchWaitMs: 200 },
    ...{ clock, sleep, telemetry, retryDelay: () => 0, deadLetterTopic: dead },
    destinationsOf: () => [output],
    consumer: (publisher) => doubler(publisher, before),
  };
}

function doubler(publisher: Publisher, before: Before): Consumer<readonly [typeof Counted]> {
  return {
    name: 'doubler',
    handles: [Counted],
    handle: async ({ id, data: { key, count } }, { receiveCount }) => {
      const body = (half: number): string => JSON.stringify({ key, count, half });
      await publisher.publish([1, 2].map((half) => ({ id: `${id}-${half}`, type: 'doubled', key, body: body(half) })));
      return before(count, receiveCount) ?? ok();
    },
  };
}
