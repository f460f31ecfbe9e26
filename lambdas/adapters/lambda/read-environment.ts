import { PipelineError } from '../../contracts/errors/pipeline-error.ts';

/** Where variables come from; `process.env` in production. */
export type EnvironmentSource = Readonly<Record<string, string | undefined>>;

/**
 * Reads what a function needs from its environment: `{ table: 'EVENT_TABLE_NAME' }` gives `{ table: 'orders-events' }`.
 *
 * @param source `process.env` by default.
 * @throws PipelineError `environment-invalid` that names every variable that is absent or empty, so that one failed
 * start shows them all; it names no values, which may be secret.
 */
export function readEnvironment<Field extends string>(
  variables: Readonly<Record<Field, string>>,
  source: EnvironmentSource = process.env,
): Readonly<Record<Field, string>> {
  const names: readonly string[] = Object.values(variables);
  const missing = names.filter((name) => valueOf(source, name) === '');
  if (missing.length > 0) {
    throw new PipelineError(`environment must set ${missing.join(', ')}, got no value`, {
      code: 'environment-invalid',
    });
  }
  const read: Record<Field, string> = { ...variables };
  for (const field in variables) {
    read[field] = valueOf(source, variables[field]);
  }
  return read;
}

function valueOf(source: EnvironmentSource, name: string): string {
  return source[name]?.trim() ?? '';
}
