import { collectDeadLetters } from '../../../../lambdas/core/dead-letter/collect-dead-letters.ts';
import { createDeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { createLineRedrive } from '../../../../lambdas/core/dead-letter/redrive-lines.ts';
import { createLooseRedrive } from '../../../../lambdas/core/dead-letter/redrive-loose.ts';
import type { RedriveRequest } from '../../../../lambdas/core/dead-letter/redrive.ts';
import type { DeadLetterQueue } from '../../../../lambdas/core/ports/dead-letter-queue.ts';
import type { Process } from '../../schedule/process.ts';
import { atOnce } from '../../stage/at-once.ts';
import { itemsOf } from '../../stage/items-of.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import { newsDefinition } from '../news-definition.ts';
import type { NewsWorld } from '../news-world.ts';

/** Milliseconds after which an operator leaves a line to its consumer: fewer looks, so that runs stay short. */
const patienceMs = 10_000;

/** Redrives every dead letter at a broker whenever somebody is called, for ever. */
export async function operateBrokers(world: NewsWorld, process: Process): Promise<void> {
  for (;;) {
    await world.helpdesk.heard();
    for (const source of world.brokers.sources) {
      // What failed is tried again at the next call.
      await redriveAll(world, process, source).catch(() => undefined);
    }
  }
}

async function redriveAll(world: NewsWorld, process: Process, source: string): Promise<void> {
  const { brokers, clock, ids, scheduler } = world;
  const { letters, sender } = brokers.lettersOf(source);
  const lines = createDeadLetterLines({ items: itemsOf(world, process), clock, backoff: atOnce, queue: source });
  const request: RedriveRequest = { selects: () => true, by: process.name, signal: new AbortController().signal };
  await collectDeadLetters({ from: inSteps(world, process, letters), lines }, { signal: request.signal });
  const redrive = newsDefinition.kafka?.[source] !== undefined ? createLineRedrive : createLooseRedrive;
  await redrive({
    ...{ lines, clock, ids, patienceMs },
    sender: publisherOf(world, process, sender),
    faultOf: () => Promise.resolve(undefined),
    sleep: (milliseconds) => scheduler.pause(process, milliseconds),
  })(request);
}

function inSteps({ scheduler }: NewsWorld, process: Process, letters: DeadLetterQueue): DeadLetterQueue {
  return {
    receive: () =>
      scheduler.call(process, { operation: 'receive-in-order', label: 'receive dead' }, () => letters.receive()),
    delete: (letter) =>
      scheduler.call(process, { operation: 'acknowledge', label: 'acknowledge dead' }, () => letters.delete(letter)),
  };
}
