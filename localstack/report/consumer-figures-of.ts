import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { MetricName } from '../../lambdas/core/ports/telemetry.ts';
import type { ConsumerFigures } from './run-report.ts';

/** What each consumer of a pipeline counted, whoever kept the counts. */
export function consumerFiguresOf(
  { consumers }: Pick<PipelineDefinition, 'consumers'>,
  countOf: (consumer: string, metric: MetricName) => number,
): readonly ConsumerFigures[] {
  return Object.entries(consumers).map(([name, { source }]) => ({
    name,
    queue: source,
    handled: countOf(name, 'RecordsHandled'),
    duplicates: countOf(name, 'RecordsDuplicate'),
    retried: countOf(name, 'RecordsRetried'),
    parked: countOf(name, 'RecordsParked'),
  }));
}
