import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';

/** The `source` of what timers say in a pipeline, whoever sends it. */
export function timersSource({ name }: Pick<PipelineDefinition, 'name'>): string {
  return `/${name}/timers`;
}
