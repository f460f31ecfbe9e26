import { setImmediate as turn } from 'node:timers/promises';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryChannel } from '../../lambdas/adapters/memory/worker/memory-channel.ts';
import type { MemorySource } from '../../lambdas/adapters/memory/worker/memory-source.ts';
import { sleepOn } from '../support/sleep-on.ts';
import { workerSourceConformance } from './worker-source-conformance.ts';

const channels = {
  'a log that keeps the order of keys': { ordered: true, redeliverySeconds: 10 },
  'a queue that gives back at once': { ordered: false, redeliverySeconds: 0 },
  'a stream that claims what is idle': { ordered: false, redeliverySeconds: 30 },
};

for (const [name, { ordered, redeliverySeconds }] of Object.entries(channels)) {
  workerSourceConformance(`memory, as ${name}`, () => {
    const clock = createVirtualClock(Date.UTC(2026, 0, 1));
    const channel = createMemoryChannel({ clock, sleep: sleepOn(clock), ordered, redeliverySeconds, mostHeld: 20 });
    const sources = new Map<object, MemorySource>();
    return Promise.resolve({
      publisher: channel.publisher,
      source: () => {
        const source = channel.source();
        sources.set(source, source);
        return Promise.resolve(source);
      },
      ordered,
      mostUnsettled: 20,
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
