import { jetstream } from '@nats-io/jetstream';
import { deadLetterStreamOf, subjectOf } from '../../contracts/definition/nats-stream.ts';
import { natsFromEnvironment } from '../connections/nats-from-environment.ts';
import { connectNats } from '../nats/connect-nats.ts';
import { createNatsDeadLetters } from '../nats/nats-dead-letters.ts';
import { createNatsPublisher } from '../nats/nats-publisher.ts';
import { abortableSleep as sleep } from '../system/abortable-sleep.ts';
import { systemClock as clock } from '../system/system-clock.ts';
import { deadLetterConsumer } from '../topology/nats-topology-of.ts';
import type { LettersOpening, OpenedLetters } from './opened-letters.ts';

/** The dead-letter stream of a stream. */
export async function openNatsLetters(opening: LettersOpening<'nats'>): Promise<OpenedLetters> {
  const { from, environment, telemetry } = opening;
  const connection = await connectNats({ ...(await natsFromEnvironment(environment)), telemetry, sleep });
  const client = jetstream(connection);
  const stream = deadLetterStreamOf(from.source);
  return {
    letters:
      from.source.deadLetter.kind === 'none'
        ? undefined
        : createNatsDeadLetters({ client, connection, stream, consumer: deadLetterConsumer }),
    sender: createNatsPublisher({
      ...{ client, stream: from.source.stream, clock, sleep },
      destinationOf: ({ type }) => subjectOf(from.source, type),
    }),
    close: () => connection.close(),
  };
}
