import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';

/**
 * Records that wait for a consumer that runs as a worker, as its workers tell once a minute: the greatest number, because
 * each of them tells that of the whole group.
 *
 * @param service The consumer's name.
 */
export function workerLag(service: string): Metric {
  return new Metric({
    ...{ namespace: metricsNamespace, metricName: 'RecordsWaiting', dimensionsMap: { service } },
    ...{ period: Duration.minutes(1), statistic: 'Maximum' },
  });
}
