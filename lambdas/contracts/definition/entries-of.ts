import type { PipelineDefinition } from './pipeline-definition.ts';

/** The handler's file of every function of a pipeline: its consumers that may run as one, then what works for all. */
export function entriesOf(definition: PipelineDefinition): readonly string[] {
  const { consumers, relay, sweeper, timers, circuitBreaker, eventIndex, reconciler } = definition;
  const parts = [
    ...Object.values(consumers),
    relay,
    sweeper,
    timers,
    circuitBreaker,
    eventIndex?.indexer,
    eventIndex?.projector,
    reconciler,
  ];
  return parts.flatMap((part) => part?.entry ?? []);
}
