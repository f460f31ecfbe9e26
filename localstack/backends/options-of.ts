import { type ParseArgsConfig, parseArgs } from 'node:util';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads this process's options.
 *
 * @throws PipelineError `input-invalid` for an unknown option or a stray argument.
 */
export function optionsOf<const O extends Options>(
  options: O,
  args: readonly string[] = process.argv.slice(2),
): ReturnType<typeof parseArgs<{ options: O; args: string[] }>>['values'] {
  try {
    return parseArgs<{ options: O; args: string[] }>({ options, args: [...args] }).values;
  } catch (cause) {
    throw new PipelineError(
      `options must be those that --help lists, got: ${cause instanceof Error ? cause.message : 'unreadable'}`,
      { code: 'input-invalid', cause },
    );
  }
}
