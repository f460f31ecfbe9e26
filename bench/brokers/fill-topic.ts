import { createKafkaPublisher, type KafkaPublisher } from '../../lambdas/adapters/kafka/kafka-publisher.ts';
import type { KafkaSend } from '../../lambdas/adapters/kafka/kafka-send.ts';
import { createPlatformaticSend } from '../../lambdas/adapters/kafka/platformatic-send.ts';
import { createJitteredBackoff } from '../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { createTopic } from './kafka-place.ts';
import { callsOf } from './orders-to-send.ts';
import { publishAll } from './publish-all.ts';

/** This package's publisher to one topic. */
export function publisherTo(topic: string, send: KafkaSend): KafkaPublisher {
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  return createKafkaPublisher({ send, destinationOf: () => topic, clock, backoff });
}

/** Creates a topic and brings messages into it, not compressed: what unpacking costs is the same for all who read. */
export async function fillTopic(bootstrap: string, topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
  await createTopic(bootstrap, topic);
  const connection = { clientId: 'bench', brokers: bootstrap.split(',') };
  const publisher = publisherTo(topic, createPlatformaticSend({ connection, compression: 'none' }));
  for (const call of callsOf(messages)) {
    await publishAll(publisher, call);
  }
  await publisher.close();
}
