import type { GuardedSources } from '../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** Milliseconds between two looks, as often as the deployed guard looks while a source is not at rest. */
const lookMs = 5000;

/** The guard of the sources: pauses those whose breaker is open, and resumes them when they have rested. */
export function embeddedGuard(
  { queues }: Pick<PipelineDefinition, 'queues'>,
  sources: GuardedSources,
  clock: Clock,
): EmbeddedTask {
  let dueAt = clock.now() + lookMs;
  const paused = (): boolean => Object.keys(queues).some((queue) => sources.isPaused(queue));
  return {
    turn: async () => {
      if (clock.now() < dueAt) {
        return false;
      }
      dueAt = clock.now() + lookMs;
      const before = paused();
      await sources.look();
      return paused() !== before;
    },
    wakesAt: () => Promise.resolve(paused() ? dueAt : undefined),
  };
}
