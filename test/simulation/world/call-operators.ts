import { deadLetterQueueOf } from '../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { parkedKeys } from '../stage/parked-keys.ts';
import { patientDefinition } from './patient-definition.ts';
import type { World } from './world.ts';

/** Calls after which nobody expects any more of operators. */
const mostCalls = 20;

/**
 * Calls the operators when nothing but dead letters is left; false when there are none, or they were called in vain.
 *
 * What a dead letter died of is repaired at the second call.
 */
export function callOperators(world: World): boolean {
  const { helpdesk, progress, broker } = world;
  const dead = Object.keys(patientDefinition.queues).some(
    (name) => broker.messages(deadLetterQueueOf(name)).length > 0,
  );
  if (helpdesk.listeners === 0 || progress.calls === mostCalls || (!dead && parkedKeys(world).length === 0)) {
    return false;
  }
  progress.calls += 1;
  progress.repaired = progress.calls > 1;
  helpdesk.ring();
  return true;
}
