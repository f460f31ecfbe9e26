import * as z from 'zod/mini';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { EnvironmentSource } from '../lambda/read-environment.ts';
import { lazyAwsAccess } from './lazy-aws-access.ts';
import type { AwsAccess } from './sdk-access.ts';

/** Where the settings of connections come from. */
export interface ConnectionEnvironment {
  /** @default process.env */
  readonly variables?: EnvironmentSource;
  /** @default the SDK's */
  readonly aws?: AwsAccess;
}

/** The access to AWS of an environment. */
export function awsOf({ aws = lazyAwsAccess }: ConnectionEnvironment): AwsAccess {
  return aws;
}

/** The value of a variable, without blanks around it; undefined when it is absent or empty. */
export function variableIn({ variables = process.env }: ConnectionEnvironment, name: string): string | undefined {
  const value = variables[name]?.trim();
  return value === '' ? undefined : value;
}

/**
 * The value of a variable as it must be.
 *
 * @param must What it must be, in words, for the one who sets it.
 * @throws PipelineError `environment-invalid` that names the variable, never its value.
 */
export function parsedVariable<Value>(
  environment: ConnectionEnvironment,
  name: string,
  { schema, must }: { readonly schema: z.ZodMiniType<Value>; readonly must: string },
): Value {
  const value = variableIn(environment, name);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new PipelineError(`${name} must be ${must}, got ${value === undefined ? 'no value' : 'something else'}`, {
      code: 'environment-invalid',
    });
  }
  return parsed.data;
}

/** What a variable must be that has one of some values, or none and then the first. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
): { readonly schema: z.ZodMiniType<Values[number]>; readonly must: string } {
  return { schema: z._default(z.enum(values), values[0]), must: `one of ${values.join(', ')}` };
}
