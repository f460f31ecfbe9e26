import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryChannel } from '../../lambdas/adapters/memory/worker/memory-channel.ts';
import { createMemoryLog } from '../../lambdas/adapters/memory/worker/memory-log.ts';
import { createMemoryStream } from '../../lambdas/adapters/memory/worker/memory-stream.ts';
import { brokerPublisherConformance } from './broker-publisher-conformance.ts';

const clock = createVirtualClock(0);
const settings = { clock, mostBytes: 1000 };

const places = {
  'a queue': () => createMemoryChannel({ ...settings, ordered: false }),
  'a stream': () => createMemoryStream(settings),
  'a log of three partitions': () => createMemoryLog({ ...settings, partitions: 3 }),
};

for (const [name, open] of Object.entries(places)) {
  brokerPublisherConformance(`memory, ${name}`, () => {
    const place = open();
    return Promise.resolve({
      publisher: place.publisher,
      kept: () => Promise.resolve(place.messages().map(({ id, type, body }) => ({ id, type, body }))),
      tooManyBytes: settings.mostBytes + 1,
      close: () => Promise.resolve(),
    });
  });
}
