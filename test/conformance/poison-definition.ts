import * as z from 'zod/mini';
import { consumer } from '../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../lambdas/contracts/definition/pipeline.ts';
import { type OnPoison, queue } from '../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../lambdas/contracts/definition/relay.ts';
import { event, type EventType } from '../../lambdas/contracts/events/event-type.ts';

/** One message of a group; version 1 had no note. */
export interface StepData {
  readonly group: string;
  /** Counts the messages of a group from 1. */
  readonly number: number;
  readonly note: string;
}

const stepType = (name: string): EventType<string, StepData> =>
  event(name, {
    version: 2,
    schema: z.object({ group: z.string(), number: z.int(), note: z.string() }),
    key: ({ group }) => group,
    upcasters: { 1: (data) => ({ ...(data as object), note: 'upcast from version 1' }) },
  });

/** The type of each queue. */
export const steps = {
  parking: stepType('parking-step'),
  blocking: stepType('blocking-step'),
  skipping: stepType('skipping-step'),
};

/** A queue with one of the policies. */
export type PoisonQueue = keyof typeof steps;

// A day of retention leaves time for 72 deliveries of a blocked message, which a test can afford.
const fifo = (name: PoisonQueue, onPoison: OnPoison): ReturnType<typeof queue> =>
  queue({
    fifo: true,
    accepts: [steps[name]],
    retentionDays: 1,
    deadLetter: deadLetter({ maxReceiveCount: 3 }),
    onPoison,
  });

const reads = (name: PoisonQueue): ReturnType<typeof consumer> =>
  consumer({ entry: 'handler.ts', source: name, handles: [steps[name]] });

/** A FIFO queue for each policy. */
export const poison = pipeline('poison', {
  topics: {},
  queues: {
    parking: fifo('parking', 'park-key'),
    blocking: fifo('blocking', 'block'),
    skipping: fifo('skipping', 'skip'),
  },
  consumers: { parking: reads('parking'), blocking: reads('blocking'), skipping: reads('skipping') },
  relay: relay({ entry: 'relay.ts' }),
});
