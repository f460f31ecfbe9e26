import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/**
 * The part of that name.
 *
 * @throws PipelineError `definition-invalid` when there is none, which a checked definition never causes.
 */
export function partNamed<Part>(parts: Readonly<Record<string, Part>>, name: string): Part {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined) {
    throw new PipelineError(`a part of the pipeline must be named before it is used, got "${name}"`, {
      code: 'definition-invalid',
    });
  }
  return part;
}
