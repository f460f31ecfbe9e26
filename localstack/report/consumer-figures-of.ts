import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { MetricName } from '../../lambdas/core/ports/telemetry.ts';
import type { ConsumerFigures } from './run-report.ts';

/** What each consumer of the definition counted, whoever kept the counts. */
export function consumerFiguresOf(
  countOf: (consumer: string, metric: MetricName) => number,
): readonly ConsumerFigures[] {
  return Object.entries(coreOrders.consumers).map(([name, { source }]) => ({
    name,
    queue: source,
    handled: countOf(name, 'RecordsHandled'),
    duplicates: countOf(name, 'RecordsDuplicate'),
    retried: countOf(name, 'RecordsRetried'),
    parked: countOf(name, 'RecordsParked'),
  }));
}
