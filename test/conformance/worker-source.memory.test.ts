import { setImmediate as turn } from 'node:timers/promises';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryChannel } from '../../lambdas/adapters/memory/worker/memory-channel.ts';
import { createMemoryLog } from '../../lambdas/adapters/memory/worker/memory-log.ts';
import type { MemoryGroup, MemoryReading } from '../../lambdas/adapters/memory/worker/memory-group.ts';
import { type MemorySource, createMemorySource } from '../../lambdas/adapters/memory/worker/memory-source.ts';
import { createMemoryStream } from '../../lambdas/adapters/memory/worker/memory-stream.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import { sleepOn } from '../support/sleep-on.ts';
import { workerSourceConformance } from './worker-source-conformance.ts';

const mostUnsettled = 20;

interface MemoryBroker {
  readonly publisher: Publisher;
  readonly group: MemoryGroup;
}

interface Kind {
  readonly ordered: boolean;
  readonly redeliverySeconds: number;
  readonly make: (reading: MemoryReading) => MemoryBroker;
}

const channel =
  (ordered: boolean) =>
  (reading: MemoryReading): MemoryBroker => {
    const made = createMemoryChannel({ ...reading, ordered });
    return { publisher: made.publisher, group: made };
  };

const stream = (reading: MemoryReading): MemoryBroker => {
  const made = createMemoryStream(reading);
  return { publisher: made.publisher, group: made.group('workers') };
};

const log =
  (partitions: number) =>
  (reading: MemoryReading): MemoryBroker => {
    const made = createMemoryLog({ ...reading, partitions });
    return { publisher: made.publisher, group: made.group('workers') };
  };

const kinds: Readonly<Record<string, Kind>> = {
  'a queue': { ordered: false, redeliverySeconds: 0, make: channel(false) },
  'a queue in the order of keys': { ordered: true, redeliverySeconds: 0, make: channel(true) },
  'a stream whose idle entries are claimed': { ordered: false, redeliverySeconds: 30, make: stream },
  'a log of three partitions': { ordered: true, redeliverySeconds: 10, make: log(3) },
  'a log of one partition': { ordered: true, redeliverySeconds: 10, make: log(1) },
};

for (const [name, { ordered, redeliverySeconds, make }] of Object.entries(kinds)) {
  workerSourceConformance(`memory, ${name}`, () => {
    const clock = createVirtualClock(Date.UTC(2026, 0, 1));
    const broker = make({ clock, mostHeld: mostUnsettled });
    const sources = new Map<object, MemorySource>();
    return Promise.resolve({
      publisher: broker.publisher,
      source: () => {
        const source = createMemorySource(broker.group, { clock, sleep: sleepOn(clock), redeliverySeconds });
        sources.set(source, source);
        return Promise.resolve(source);
      },
      ordered,
      mostUnsettled,
      redeliverySeconds,
      kill: (source: object) => Promise.resolve(sources.get(source)?.kill()),
      pass: async (milliseconds: number) => {
        await turn();
        clock.advance(milliseconds);
        await turn();
      },
      close: () => Promise.resolve(),
    });
  });
}
