import * as z from 'zod/mini';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import type { PipelineParts } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';

function typeNamed(name: string): ReturnType<typeof event<string, { readonly id: string }>> {
  return event(name, { schema: z.object({ id: z.string() }), key: ({ id }) => id });
}

/** Command to the FIFO queue `work`. */
export const Begin = typeNamed('test.begin');
/** Event on the FIFO topic `facts`. */
export const Begun = typeNamed('test.begun');
/** A type that is nowhere in the sample. */
export const Stray = typeNamed('test.stray');

/** A sound pipeline: a command to a FIFO queue, an event over a FIFO topic to a standard queue. */
export const parts = {
  topics: { facts: topic({ fifo: true, carries: [Begun] }) },
  queues: {
    work: queue({ fifo: true, accepts: [Begin], deadLetter: deadLetter() }),
    notices: queue({ from: { facts: [Begun] }, deadLetter: deadLetter() }),
  },
  consumers: {
    worker: consumer({ entry: 'worker.ts', source: 'work', handles: [Begin], publishes: [Begun], stores: ['work'] }),
    notifier: consumer({ entry: 'notifier.ts', source: 'notices', handles: [Begun] }),
  },
  relay: relay({ entry: 'relay.ts' }),
} satisfies PipelineParts;
