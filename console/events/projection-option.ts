import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/**
 * One of the projections that there are.
 *
 * @throws PipelineError `input-invalid` when there is none of that name.
 */
export function knownProjection(projections: readonly string[], name: string): string {
  if (!projections.includes(name)) {
    throw new PipelineError(`a projection must be one of ${projections.join(', ')}, got "${name}"`, {
      code: 'input-invalid',
    });
  }
  return name;
}
