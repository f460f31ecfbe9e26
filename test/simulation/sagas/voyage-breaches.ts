import { deadLetterQueueOf } from '../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { historyBreaches } from '../stage/checks/history-breaches.ts';
import { lostMessages } from '../stage/checks/lost-messages.ts';
import { parkedKeys } from '../stage/parked-keys.ts';
import { effectBreaches } from './checks/effect-breaches.ts';
import { endBreaches } from './checks/end-breaches.ts';
import { movementBreaches } from './checks/movement-breaches.ts';
import { undoBreaches } from './checks/undo-breaches.ts';
import type { VoyageOutcome } from './run-voyages.ts';

/** Who sends what nothing in the store has committed: travellers and timers. */
const outside: ReadonlySet<string> = new Set(['traveller', 'timer']);

/** Everything that is wrong with a finished run of voyages, a sentence each. */
export function voyageBreaches(outcome: VoyageOutcome): readonly string[] {
  const history = historyBreaches(outcome, outside);
  if (!outcome.ended) {
    return ['the run went on without end', ...history];
  }
  try {
    return [
      ...[endBreaches, effectBreaches, undoBreaches, movementBreaches].flatMap((check) => check(outcome)),
      ...queueBreaches(outcome),
      ...parkedKeys(outcome).map((key) => `${key} must not be parked`),
      ...lostMessages(outcome),
      ...history,
    ];
  } catch (cause) {
    return [`the store could not be read: ${cause instanceof Error ? cause.message : 'unknown'}`, ...history];
  }
}

function queueBreaches({ broker, definition }: VoyageOutcome): readonly string[] {
  return Object.keys(definition.queues)
    .flatMap((name) => [name, deadLetterQueueOf(name)])
    .filter((name) => broker.messages(name).length > 0)
    .map((name) => `queue ${name} must be empty, has ${broker.messages(name).length}`);
}
