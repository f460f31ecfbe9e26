import type { MetricName, Telemetry } from '../../core/ports/telemetry.ts';

/** A telemetry that also knows what was counted through it in all. */
export interface TalliedTelemetry extends Telemetry {
  totals(): Readonly<Partial<Record<MetricName, number>>>;
}

/** Adds totals to a telemetry, which forgets what it wrote out. */
export function talliedTelemetry(telemetry: Telemetry): TalliedTelemetry {
  const totals: Partial<Record<MetricName, number>> = {};
  return {
    count: (metric, by) => {
      totals[metric] = (totals[metric] ?? 0) + by;
      telemetry.count(metric, by);
    },
    info: (message, fields) => {
      telemetry.info(message, fields);
    },
    warn: (message, fields) => {
      telemetry.warn(message, fields);
    },
    error: (message, fields, cause) => {
      telemetry.error(message, fields, cause);
    },
    flush: () => {
      telemetry.flush();
    },
    totals: () => ({ ...totals }),
  };
}
