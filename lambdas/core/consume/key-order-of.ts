import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import type { KeyOrder } from './sequenced-handler.ts';
import { type DeadLetterLinesDependencies, createDeadLetterLines } from '../dead-letter/dead-letter-lines.ts';

/** How the consumer of a queue keeps the order of its keys; undefined where the definition asks for none. */
export function keyOrderOf(
  pipeline: Pick<PipelineDefinition, 'queues' | 'consumers'>,
  dependencies: DeadLetterLinesDependencies,
): KeyOrder | undefined {
  const { queue } = dependencies;
  const limits = receiveLimits(pipeline, queue);
  const onPoison = pipeline.queues[queue]?.onPoison ?? 'skip';
  return limits === undefined || onPoison === 'skip'
    ? undefined
    : {
        lines: createDeadLetterLines(dependencies),
        onPoison,
        maxReceives: limits.consumer,
        maxUntried: limits.untried,
      };
}
