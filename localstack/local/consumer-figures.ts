import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { publishedLine } from '../../lambdas/core/outbox/publish-outbox.ts';
import { consumerFiguresOf } from '../report/consumer-figures-of.ts';
import type { ConsumerFigures } from '../report/run-report.ts';
import type { LogLine } from './log-lines.ts';

/** What each consumer counted, from the metrics in its log. */
export function consumerFigures(
  definition: Pick<PipelineDefinition, 'consumers'>,
  linesOf: ReadonlyMap<string, readonly LogLine[]>,
): readonly ConsumerFigures[] {
  return consumerFiguresOf(definition, (consumer, metric) => {
    const metrics = (linesOf.get(consumer) ?? []).filter((line) => '_aws' in line);
    return metrics.reduce((total, line) => total + numberIn(line, metric), 0);
  });
}

/** How many messages of each type were published, from the logs of those who did it. */
export function publishedByType(lines: readonly LogLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines.filter(({ message }) => message === publishedLine)) {
    for (const type of typeNames) {
      counts.set(type, (counts.get(type) ?? 0) + numberIn(line, type));
    }
  }
  return counts;
}

/** How many messages were published, from the logs of those who did it. */
export function publishedCount(lines: readonly LogLine[]): number {
  return [...publishedByType(lines).values()].reduce((total, count) => total + count, 0);
}

const typeNames = [
  ...new Set(Object.values(coreOrders.consumers).flatMap(({ publishes }) => publishes.map(({ name }) => name))),
];

function numberIn(line: LogLine, field: string): number {
  const value = line[field];
  return typeof value === 'number' ? value : 0;
}
