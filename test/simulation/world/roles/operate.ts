import { patientDefinition } from '../patient-definition.ts';
import { collectDeadLetters } from '../../../../lambdas/core/dead-letter/collect-dead-letters.ts';
import { createDeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { createLineRedrive } from '../../../../lambdas/core/dead-letter/redrive-lines.ts';
import { createLooseRedrive } from '../../../../lambdas/core/dead-letter/redrive-loose.ts';
import type { RedriveRequest } from '../../../../lambdas/core/dead-letter/redrive.ts';
import type { DeadLetterQueue } from '../../../../lambdas/core/ports/dead-letter-queue.ts';
import { atOnce } from '../../stage/at-once.ts';
import { itemsOf } from '../../stage/items-of.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import type { Process } from '../../schedule/process.ts';
import type { World } from '../world.ts';

/** Milliseconds after which an operator leaves a line to its consumer: fewer looks, so that runs stay short. */
const patienceMs = 10_000;

/** Redrives every dead letter whenever somebody is called, for ever. */
export async function operate(world: World, process: Process): Promise<void> {
  const queues = Object.keys(patientDefinition.queues);
  for (;;) {
    await world.helpdesk.heard();
    for (const queue of queues) {
      // What failed is tried again at the next call.
      await redriveAll(world, process, queue).catch(() => undefined);
    }
  }
}

async function redriveAll(world: World, process: Process, queue: string): Promise<void> {
  const { clock, ids, broker, scheduler, mutation } = world;
  const items = itemsOf(world, process);
  const lines = createDeadLetterLines({ items, clock, backoff: atOnce, queue });
  const request: RedriveRequest = { selects: () => true, by: process.name, signal: new AbortController().signal };
  await collectDeadLetters({ from: deadLettersOf(world, process, queue), lines }, { signal: request.signal });
  const redrive =
    patientDefinition.queues[queue]?.onPoison === 'skip'
      ? createLooseRedrive
      : (mutation.lineRedrive ?? createLineRedrive);
  await redrive({
    ...{ lines, clock, ids, patienceMs },
    sender: publisherOf(world, process, broker.sender(queue)),
    faultOf: () => Promise.resolve(undefined),
    sleep: (milliseconds) => scheduler.pause(process, milliseconds),
  })(request);
}

function deadLettersOf({ broker, scheduler }: World, process: Process, queue: string): DeadLetterQueue {
  const letters = broker.deadLetters(queue);
  return {
    receive: () =>
      scheduler.call(process, { operation: 'receive-in-order', label: `receive dead ${queue}` }, () =>
        letters.receive(),
      ),
    delete: (letter) =>
      scheduler.call(process, { operation: 'acknowledge', label: `acknowledge dead ${queue}` }, () =>
        letters.delete(letter),
      ),
  };
}
