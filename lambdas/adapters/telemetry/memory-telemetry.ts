import type { LogFields, MetricName, Telemetry } from '../../core/ports/telemetry.ts';

/** One log line as it was told. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
  /** Of an error alone. */
  readonly cause?: unknown;
}

/** What describes a telemetry in memory. */
export interface MemoryTelemetryOptions {
  /** Takes each log line. @default drops it */
  readonly write?: (line: LogLine) => void;
}

/** Telemetry that can be asked what it counted. */
export interface MemoryTelemetry extends Telemetry {
  /** The count since the start; 0 when it was never counted. */
  counted(metric: MetricName): number;
}

/** Telemetry of a run in one process: counts in memory, forgets nothing on a flush. */
export function createMemoryTelemetry({ write = drop }: MemoryTelemetryOptions = {}): MemoryTelemetry {
  const counts = new Map<MetricName, number>();
  return {
    counted: (metric) => counts.get(metric) ?? 0,
    count(metric, by) {
      counts.set(metric, (counts.get(metric) ?? 0) + by);
    },
    info(message, fields) {
      write({ level: 'info', message, fields });
    },
    warn(message, fields) {
      write({ level: 'warn', message, fields });
    },
    error(message, fields, cause) {
      write({ level: 'error', message, fields, cause });
    },
    flush: drop,
  };
}

function drop(): void {
  // Nobody asked for it.
}
