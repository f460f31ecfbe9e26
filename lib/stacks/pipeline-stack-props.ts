import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { Environment } from '../config/environment.ts';

/** What every stack of a pipeline is made from. */
export interface PipelineStackProps {
  readonly definition: PipelineDefinition;
  readonly environment: Environment;
}
