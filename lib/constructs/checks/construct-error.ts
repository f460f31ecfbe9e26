import { PipelineError } from '../../../lambdas/contracts/errors/pipeline-error.ts';

/** Settings of a construct that cannot work; carries every fault found, so that one synth shows them all. */
export class ConstructError extends PipelineError {
  override readonly name = 'ConstructError';
  readonly faults: readonly string[];

  constructor(path: string, faults: readonly string[]) {
    super(`"${path}" must have settings that can work, found ${faults.length} fault(s):\n- ${faults.join('\n- ')}`, {
      code: 'construct-invalid',
    });
    this.faults = faults;
  }
}
