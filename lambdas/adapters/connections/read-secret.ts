import type * as z from 'zod/mini';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type ConnectionEnvironment, awsOf, variableIn } from './connection-environment.ts';

/** What describes a secret. */
export interface SecretDescription<Secret> {
  /** The variable that holds its ARN, `KAFKA_SECRET_ARN`; the one without `_ARN` may hold its text instead. */
  readonly variable: string;
  readonly schema: z.ZodMiniType<Secret>;
  /** What it must hold, in words, for the one who writes it. */
  readonly must: string;
}

/**
 * Reads a secret: JSON in an environment variable, or else in Secrets Manager under the ARN that another one names.
 * Undefined when neither is set.
 *
 * @throws PipelineError `environment-invalid` when it does not hold what it must, `source-unavailable` (retryable) when it
 * cannot be fetched; both name the variable, never what is in it.
 */
export async function readSecret<Secret>(
  environment: ConnectionEnvironment,
  { variable, schema, must }: SecretDescription<Secret>,
): Promise<Secret | undefined> {
  const found = await secretText(environment, variable);
  if (found === undefined) {
    return undefined;
  }
  const parsed = schema.safeParse(jsonOf(found.text));
  if (!parsed.success) {
    throw new PipelineError(`${found.where} must hold ${must} as JSON, got something else`, {
      code: 'environment-invalid',
    });
  }
  return parsed.data;
}

/**
 * Reads a secret that must be there.
 *
 * @throws PipelineError as `readSecret`, and `environment-invalid` when neither variable is set.
 */
export async function requiredSecret<Secret>(
  environment: ConnectionEnvironment,
  description: SecretDescription<Secret>,
): Promise<Secret> {
  const secret = await readSecret(environment, description);
  if (secret === undefined) {
    const { variable } = description;
    throw new PipelineError(`environment must set ${variable} or ${textVariable(variable)}, got no value`, {
      code: 'environment-invalid',
    });
  }
  return secret;
}

interface FoundSecret {
  readonly text: string;
  /** Where it was found, in words. */
  readonly where: string;
}

async function secretText(environment: ConnectionEnvironment, variable: string): Promise<FoundSecret | undefined> {
  const text = variableIn(environment, textVariable(variable));
  if (text !== undefined) {
    return { text, where: textVariable(variable) };
  }
  const arn = variableIn(environment, variable);
  if (arn === undefined) {
    return undefined;
  }
  try {
    return { text: await awsOf(environment).secretText(arn), where: `the secret of ${variable}` };
  } catch (cause) {
    throw new PipelineError(`the secret of ${variable} must be readable`, {
      code: 'source-unavailable',
      retryable: true,
      cause,
    });
  }
}

function textVariable(variable: string): string {
  return variable.replace(/_ARN$/u, '');
}

/** What is no JSON holds nothing; the parser's own message quotes the text. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
