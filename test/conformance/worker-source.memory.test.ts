import { setTimeout } from 'node:timers/promises';
import { createMemoryChannel } from '../../lambdas/adapters/memory/worker/memory-channel.ts';
import { workerSourceConformance } from './worker-source-conformance.ts';

const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

for (const ordered of [true, false]) {
  workerSourceConformance(`memory, ${ordered ? 'ordered' : 'unordered'}`, () => {
    const channel = createMemoryChannel({ clock: { now: () => Date.now() }, sleep, ordered, mostHeld: 20 });
    return Promise.resolve({
      publisher: channel.publisher,
      source: () => Promise.resolve(channel.source()),
      ordered,
      mostHeld: 20,
      close: () => Promise.resolve(),
    });
  });
}
