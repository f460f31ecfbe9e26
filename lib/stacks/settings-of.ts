import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { Environment } from '../config/environment.ts';

/**
 * The values that an environment gives to the settings a consumer declares.
 *
 * @throws PipelineError `environment-invalid` naming every setting that the environment leaves out.
 */
export function settingsOf(
  consumer: string,
  declared: readonly string[],
  { name, settings }: Pick<Environment, 'name' | 'settings'>,
): Readonly<Record<string, string>> {
  const missing = declared.filter((setting) => !Object.hasOwn(settings, setting));
  if (missing.length > 0) {
    throw new PipelineError(
      `environment "${name}" must give consumer "${consumer}" its settings, found no ${missing.join(', ')}`,
      { code: 'environment-invalid' },
    );
  }
  return Object.fromEntries(declared.map((setting) => [setting, settings[setting] ?? '']));
}
