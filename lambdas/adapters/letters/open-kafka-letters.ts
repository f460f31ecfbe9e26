import { deadLetterTopicOf } from '../../contracts/definition/kafka-topic.ts';
import { kafkaFromEnvironment } from '../connections/kafka-from-environment.ts';
import { createKafkaDeadLetters } from '../kafka/kafka-dead-letters.ts';
import { createKafkaPublisher } from '../kafka/kafka-publisher.ts';
import { createPlatformaticSend } from '../kafka/platformatic-send.ts';
import { createJitteredBackoff } from '../system/jittered-backoff.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock as clock } from '../system/system-clock.ts';
import { systemTimers as timers } from '../system/system-timers.ts';
import type { LettersOpening, OpenedLetters } from './opened-letters.ts';

/** Milliseconds for which a letter is tried: an operator waits for it. */
const deliveryMs = 20_000;

/** The dead-letter topic of a topic, read as the group `<pipeline>-operator`. */
export async function openKafkaLetters(opening: LettersOpening<'kafka'>): Promise<OpenedLetters> {
  const { pipeline, from, environment, telemetry } = opening;
  const groupId = `${pipeline.name}-operator`;
  const connection = await kafkaFromEnvironment(groupId, environment);
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  const send = createPlatformaticSend({ connection });
  const { topic } = from.source;
  const sender = createKafkaPublisher({ send, destinationOf: () => topic, clock, backoff, deliveryMs });
  if (from.source.deadLetter.kind === 'none') {
    return { letters: undefined, sender, close: () => sender.close() };
  }
  const deadLetterTopic = deadLetterTopicOf(from.source);
  const letters = createKafkaDeadLetters({
    ...{ connection, deadLetterTopic, groupId, clock, timers, sleep, telemetry },
  });
  return {
    ...{ letters, sender },
    close: async () => {
      await Promise.all([letters.close(), sender.close()]);
    },
  };
}
