import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** What a pipeline's own broker of an environment is called. */
export function pipelineName({ definition, environment }: PipelineStackProps): string {
  return `${definition.name}-${environment.name}`;
}
