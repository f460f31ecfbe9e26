import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { BrokerParts } from '../../contracts/definition/broker-parts.ts';
import type { OnPoison } from '../../contracts/definition/queue.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import { sourceOf } from '../../contracts/definition/source-of.ts';
import type { KeyOrder } from './sequenced-handler.ts';
import { type DeadLetterLinesDependencies, createDeadLetterLines } from '../dead-letter/dead-letter-lines.ts';

/**
 * How the consumer of a source keeps the order of its keys; undefined where the definition asks for none.
 *
 * @param source the source's name in the definition. @default the queue of the lines
 */
export function keyOrderOf(
  pipeline: Sources,
  dependencies: DeadLetterLinesDependencies,
  source: string = dependencies.queue,
): KeyOrder | undefined {
  const limits = receiveLimits(pipeline, source);
  const onPoison = onPoisonAt(pipeline, source);
  return limits === undefined || onPoison === 'skip'
    ? undefined
    : {
        lines: createDeadLetterLines(dependencies),
        onPoison,
        maxReceives: limits.consumer,
        maxUntried: limits.untried,
      };
}

type Sources = Pick<PipelineDefinition, 'queues' | 'consumers'> & BrokerParts;

/** Only queues of SQS and topics of Kafka can keep the order of a key over its failures. */
function onPoisonAt(pipeline: Sources, name: string): OnPoison {
  const found = sourceOf(pipeline, name);
  return found?.kind === 'queue' || found?.kind === 'kafka' ? found.source.onPoison : 'skip';
}
