import type { PipelineDefinition } from './pipeline-definition.ts';

/** The handler's file of every function of a pipeline: its consumers, then what works for all of them. */
export function entriesOf({ consumers, relay, sweeper, circuitBreaker }: PipelineDefinition): readonly string[] {
  return [...Object.values(consumers), relay, sweeper, circuitBreaker].flatMap((part) => part?.entry ?? []);
}
