import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { actingCommand } from './acting-command.ts';
import { stepHelp, stepOption } from './step-option.ts';

/** Goes on without a reply. */
export const skip = actingCommand({
  help: `Goes on as if a pending step had been answered, or as if a pending undo had been done: for what was settled by hand.

Usage: saga skip KEY [--step STEP] [--result JSON | --result-file FILE] [--dry-run] [--reason TEXT]

${stepHelp}
  --result JSON         the data of the reply that the step awaits; its schema must accept it. An undo needs none
  --result-file FILE    the same, from a file`,
  options: { ...stepOption, result: { type: 'string' }, 'result-file': { type: 'string' } },
  order: (options) => {
    const step = options.text('step');
    const [text, file] = [options.text('result'), options.text('result-file')];
    if (text !== undefined && file !== undefined) {
      throw new PipelineError('skip must be given either --result or --result-file, got both', {
        code: 'input-invalid',
      });
    }
    const given = text === undefined ? undefined : resultIn(text, '--result');
    return async ({ readText }) => ({
      ...{ kind: 'skip', step },
      result: file === undefined ? given : resultIn(await readText(file), file),
    });
  },
});

function resultIn(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new PipelineError(`${place} must hold JSON`, { code: 'input-invalid' });
  }
}
