import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { metricsNamespace } from '../../contracts/metrics-namespace.ts';
import type { MetricName, Telemetry } from '../../core/ports/telemetry.ts';
import { errorFields } from './error-fields.ts';

/** What describes the telemetry of a function. */
export interface LambdaTelemetryOptions {
  /** The consumer's name; the one dimension of its metrics, `service`, and a field of each log line. */
  readonly service: string;
}

/**
 * Telemetry of a Lambda function: logs as JSON lines, metrics as one line of the embedded metric format an invocation.
 *
 * The variables of Powertools hold: `POWERTOOLS_LOG_LEVEL`, `POWERTOOLS_DEV`, `POWERTOOLS_METRICS_DISABLED` and so on;
 * service and namespace are fixed, because alarms and dashboards are built on them.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createLambdaTelemetry({ service }: LambdaTelemetryOptions): Telemetry {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: metricsNamespace, serviceName: service });
  const counts = new Map<MetricName, number>();
  return {
    count(metric, by) {
      counts.set(metric, (counts.get(metric) ?? 0) + by);
    },
    info(message, fields) {
      logger.info(message, fields);
    },
    warn(message, fields) {
      logger.warn(message, fields);
    },
    error(message, fields, cause) {
      logger.error(message, { ...fields, error: errorFields(cause) });
    },
    flush() {
      if (counts.size === 0) {
        // Some local runtimes wait for a line of every invocation before they take its answer.
        logger.info('nothing to count');
        return;
      }
      for (const [metric, total] of counts) {
        metrics.addMetric(metric, MetricUnit.Count, total);
      }
      counts.clear();
      metrics.publishStoredMetrics();
    },
  };
}
