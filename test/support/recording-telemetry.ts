import type { MetricName, Telemetry } from '../../lambdas/core/ports/telemetry.ts';

/** A telemetry that keeps what it is told, for a test to look at. */
export function recordingTelemetry(): Telemetry & {
  readonly counts: Map<MetricName, number>;
  readonly lines: string[];
} {
  const counts = new Map<MetricName, number>();
  const lines: string[] = [];
  const line = (message: string): void => {
    lines.push(message);
  };
  return {
    counts,
    lines,
    count: (metric, by) => counts.set(metric, (counts.get(metric) ?? 0) + by),
    info: line,
    warn: line,
    error: line,
    flush: () => undefined,
  };
}
