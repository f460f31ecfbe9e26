import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { actingCommand } from './acting-command.ts';

/** Runs an ended saga again. */
export const fork = actingCommand({
  help: `Runs a saga that has ended again from a step: what was done before that step stands, and the old run is kept.

Usage: saga fork KEY --from STEP [--dry-run] [--reason TEXT]

  --from STEP           the first step that is done again`,
  options: { from: { type: 'string' } },
  order: (options) => {
    const from = options.text('from');
    if (from === undefined) {
      throw new PipelineError('fork must be given the step to begin with as --from STEP', { code: 'input-invalid' });
    }
    return () => Promise.resolve({ kind: 'fork', from });
  },
});
