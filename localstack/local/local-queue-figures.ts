import { arrivalsOf } from '../../lambdas/contracts/definition/queue.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { QueueFigures } from '../report/run-report.ts';
import type { QueueDepth } from './queue-depths.ts';

/** What a run knows of its queues. */
export interface QueueReadings {
  readonly depths: ReadonlyMap<string, QueueDepth>;
  readonly deadLetters: ReadonlyMap<string, QueueDepth>;
  /** Dead letters of each queue that stand in the lines of the store. */
  readonly inLines: ReadonlyMap<string, number>;
  /** Messages of each type that were published to their home, by type name. */
  readonly published: ReadonlyMap<string, number>;
}

/** What went into each deployed queue and what is in it now: a topic hands each message to every queue that takes it. */
export function localQueueFigures(
  { queues }: Pick<PipelineDefinition, 'queues'>,
  readings: QueueReadings,
): readonly QueueFigures[] {
  return Object.entries(queues).map(([name, queue]) => {
    const now = readings.depths.get(name) ?? nothing;
    const dead = readings.deadLetters.get(name) ?? nothing;
    return {
      name,
      kind: queue.fifo ? 'FIFO' : 'standard',
      sent: arrivalsOf(queue).reduce((sum, type) => sum + (readings.published.get(type.name) ?? 0), 0),
      ...now,
      deadLetters: dead.waiting + dead.inFlight + (readings.inLines.get(name) ?? 0),
    };
  });
}

const nothing: QueueDepth = { waiting: 0, inFlight: 0 };
