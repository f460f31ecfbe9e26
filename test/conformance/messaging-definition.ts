import * as z from 'zod/mini';
import { consumer } from '../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../lambdas/contracts/definition/topic.ts';
import { event, type EventType } from '../../lambdas/contracts/events/event-type.ts';

const typeOf = (name: string): EventType =>
  event(name, { schema: z.object({ key: z.string() }), key: ({ key }) => key });

const Begun = typeOf('begun');
const Ended = typeOf('ended');
const Noticed = typeOf('noticed');
const Work = typeOf('work');
const OrderedWork = typeOf('ordered-work');
const BriefWork = typeOf('brief-work');

const reads = (source: string, handles: readonly EventType[]): ReturnType<typeof consumer> =>
  consumer({ entry: 'handler.ts', source, handles });

/** Every kind of route there is: FIFO topic to FIFO and to standard queue, standard topic, straight to either queue, to a reply address. */
export const messaging = pipeline('messaging', {
  topics: { facts: topic({ fifo: true, carries: [Begun, Ended] }), news: topic({ carries: [Noticed] }) },
  queues: {
    ordered: queue({
      fifo: true,
      from: { facts: [Begun, Ended] },
      accepts: [OrderedWork],
      deadLetter: deadLetter({ maxReceiveCount: 2 }),
      onPoison: 'skip',
    }),
    endings: queue({ fifo: true, from: { facts: [Ended] }, deadLetter: deadLetter() }),
    copies: queue({ from: { facts: [Begun], news: [Noticed] }, deadLetter: deadLetter() }),
    work: queue({ accepts: [Work], deadLetter: deadLetter({ maxReceiveCount: 2 }) }),
    brief: queue({ accepts: [BriefWork], answers: [Noticed], deadLetter: deadLetter() }),
  },
  consumers: {
    ordered: reads('ordered', [Begun, Ended, OrderedWork]),
    endings: reads('endings', [Ended]),
    copies: reads('copies', [Begun, Noticed]),
    work: consumer({
      ...{ entry: 'handler.ts', source: 'work', handles: [Work] },
      ...{ publishes: [Noticed], repliesTo: ['brief'] },
    }),
    brief: reads('brief', [BriefWork, Noticed]),
  },
  relay: relay({ entry: 'relay.ts' }),
});

/** The queue `brief` shows a message again soon; the others only on request. */
export function visibilitySecondsOf(queueName: string): number {
  return queueName === 'brief' ? 1 : 60;
}
