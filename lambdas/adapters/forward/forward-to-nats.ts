import { jetstream } from '@nats-io/jetstream';
import { carriedBy } from '../../contracts/definition/forward-target.ts';
import { subjectOf } from '../../contracts/definition/nats-stream.ts';
import { publisherOfTargets } from '../../core/forward/publisher-of-targets.ts';
import { natsFromEnvironment } from '../connections/nats-from-environment.ts';
import { connectNats } from '../nats/connect-nats.ts';
import { createNatsPublisher } from '../nats/nats-publisher.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import type { Forwarding } from './forwarding.ts';

/** Forwarding to streams of NATS, each message stored once within the stream's duplicate window. */
export const forwardToNats: Forwarding<'nats'> = {
  kind: 'nats',
  open: async ({ clientId, targets, environment, telemetry, seconds: deliverySeconds }) => {
    const settings = await natsFromEnvironment(environment);
    const connection = await connectNats({ ...settings, name: clientId, telemetry, sleep: abortableSleep });
    const client = jetstream(connection);
    const destinations = targets.map((target) => {
      const carried = carriedBy(target);
      const publisher = createNatsPublisher({
        ...{ client, stream: target.target.stream, clock: systemClock, sleep: abortableSleep, deliverySeconds },
        destinationOf: ({ type }) => subjectOf(target.target, type),
      });
      return { publisher, carries: (type: string) => carried.has(type) };
    });
    return { publisher: publisherOfTargets(destinations), close: () => connection.close() };
  },
};
