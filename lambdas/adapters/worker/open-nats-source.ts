import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { deadLetterStreamOf, subjectOf } from '../../contracts/definition/nats-stream.ts';
import { groupOf } from '../../contracts/definition/reader-groups.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import { natsFromEnvironment } from '../connections/nats-from-environment.ts';
import { connectNats } from '../nats/connect-nats.ts';
import { lagOf } from '../nats/lag-of.ts';
import { createNatsParking } from '../nats/nats-parking.ts';
import { createNatsSource } from '../nats/nats-source.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import type { OpenedSource, SourceOpening } from './opened-source.ts';

/** Opens the consumer's durable consumer of a stream of NATS; parks in its dead-letter stream. */
export async function openNatsSource(opening: SourceOpening<'nats'>): Promise<OpenedSource> {
  const { pipeline, name, from, environment, telemetry, signal } = opening;
  const { stream } = from.source;
  const consumer = groupOf(pipeline, name);
  const settings = await natsFromEnvironment(environment);
  const connection = await connectNats({ ...settings, name: consumer, telemetry, signal, sleep: abortableSleep });
  const client = jetstream(connection);
  const after = receiveLimits(pipeline, from.name)?.broker;
  const subject = subjectOf({ stream: deadLetterStreamOf(from.source) }, consumer);
  const source = createNatsSource({
    ...{ client, connection, stream, consumer, telemetry, sleep: abortableSleep },
    ...(after !== undefined && { deadLetters: { subject, after } }),
  });
  const { originOf } = source;
  const manager = await jetstreamManager(connection);
  return {
    source,
    parking: after === undefined ? undefined : createNatsParking({ client, subject, stream, originOf }),
    waiting: async () => {
      const { waiting, pending } = await lagOf(manager, stream, consumer);
      return waiting + pending;
    },
    close: () => connection.close(),
  };
}
