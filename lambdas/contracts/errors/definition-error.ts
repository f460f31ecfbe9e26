import { PipelineError } from './pipeline-error.ts';

/** A pipeline definition that cannot work; carries every fault found, so that one run shows them all. */
export class DefinitionError extends PipelineError {
  override readonly name = 'DefinitionError';
  readonly faults: readonly string[];

  constructor(pipeline: string, faults: readonly string[]) {
    super(`pipeline "${pipeline}" must be consistent, found ${faults.length} fault(s):\n- ${faults.join('\n- ')}`, {
      code: 'definition-invalid',
    });
    this.faults = faults;
  }
}
