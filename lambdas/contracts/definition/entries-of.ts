import type { PipelineDefinition } from './pipeline-definition.ts';

/** The handler's file of every function of a pipeline: its consumers that may run as one, then what works for all. */
export function entriesOf(definition: PipelineDefinition): readonly string[] {
  const { consumers, relay, sweeper, timers, circuitBreaker, eventIndex } = definition;
  const parts = [
    ...Object.values(consumers),
    relay,
    sweeper,
    timers,
    circuitBreaker,
    eventIndex?.indexer,
    eventIndex?.projector,
  ];
  return parts.flatMap((part) => part?.entry ?? []);
}
