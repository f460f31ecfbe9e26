import { parseArgs } from 'node:util';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** The options that a command knows, by name. */
export type OptionTypes = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>
>;

/** What was given. */
export interface ParsedOptions {
  /** What stands there without an option's name. */
  readonly words: readonly string[];
  /** The value of an option that is given once; undefined when it is not given. */
  readonly text: (name: string) => string | undefined;
  /** The values of an option that may be given several times. */
  readonly texts: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

/** Those that name the deployment. */
export const placeOptions = {
  env: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  directory: { type: 'string' },
} as const satisfies OptionTypes;

/** What every command knows. */
export const commonOptions = {
  ...placeOptions,
  by: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies OptionTypes;

/**
 * Reads the words and options of a command.
 *
 * @throws PipelineError `input-invalid` for an option that it does not know, or one that lacks its value.
 */
export function parseOptions(options: OptionTypes, args: readonly string[]): ParsedOptions {
  const { values, positionals } = parsed({ ...commonOptions, ...options }, args);
  return {
    words: positionals,
    text: (name) => textsOf(values[name]).at(-1),
    texts: (name) => textsOf(values[name]),
    flag: (name) => values[name] === true,
  };
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parsed(options: OptionTypes, args: readonly string[]): Parsed {
  try {
    return parseArgs({ options: { ...options }, args: [...args], allowPositionals: true });
  } catch (cause) {
    throw new PipelineError(`options must be those that --help lists, got: ${faultOf(cause)}`, {
      code: 'input-invalid',
      cause,
    });
  }
}

/** Without what Node adds: how to pass a word that looks like an option, which no command takes. */
function faultOf(cause: unknown): string {
  const message =
    typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : 'unreadable';
  return message.replace(/\. To specify .*$/s, '');
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
