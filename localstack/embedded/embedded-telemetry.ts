import {
  createMemoryTelemetry,
  type LogLine,
  type MemoryTelemetry,
} from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { consumerFiguresOf } from '../report/consumer-figures-of.ts';
import type { ConsumerFigures } from '../report/run-report.ts';

/** Counts by consumer, in this process. */
export interface EmbeddedTelemetry {
  /** That of a consumer by its name in the definition, or of what goes on beside them: `relay`, `sweeper`, `guard`. */
  readonly of: (name: string) => Telemetry;
  readonly consumerFigures: () => readonly ConsumerFigures[];
  /** Messages that the sweeper published. */
  readonly swept: () => number;
}

/** Creates the telemetry of a run in one process; warnings and errors go out as lines of JSON. */
export function createEmbeddedTelemetry(
  definition: Pick<PipelineDefinition, 'consumers'>,
  write: (text: string) => unknown,
): EmbeddedTelemetry {
  const all = new Map<string, MemoryTelemetry>();
  const of = (name: string): MemoryTelemetry => {
    const telemetry =
      all.get(name) ??
      createMemoryTelemetry({
        write: (line) => {
          written(write, name, line);
        },
      });
    all.set(name, telemetry);
    return telemetry;
  };
  return {
    of,
    consumerFigures: () => consumerFiguresOf(definition, (consumer, metric) => of(consumer).counted(metric)),
    swept: () => of('sweeper').counted('MessagesPublished'),
  };
}

function written(write: (text: string) => unknown, consumer: string, { level, message, fields, cause }: LogLine): void {
  if (level !== 'info') {
    const problem = cause instanceof Error ? { error: cause.message } : {};
    write(`${JSON.stringify({ level, consumer, message, ...fields, ...problem })}\n`);
  }
}
