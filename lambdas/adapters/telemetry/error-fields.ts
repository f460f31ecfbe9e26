/** What a log keeps of an error. */
export interface ErrorFields {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly stack: string | undefined;
  /** The error behind it, and so on to the origin. */
  readonly cause: ErrorFields | undefined;
}

/** Causes that are followed; a chain can be a ring. */
export const maximumCauses = 5;

/**
 * Name, code, message and stack of anything thrown, with its causes.
 *
 * Other properties are left out on purpose: AWS errors carry items, cancellation reasons and responses, which hold payloads.
 */
export function errorFields(thrown: unknown, causes = maximumCauses): ErrorFields {
  if (!(thrown instanceof Error)) {
    return { name: typeof thrown, code: undefined, message: 'not an error', stack: undefined, cause: undefined };
  }
  const { name, message, stack, cause } = thrown;
  return {
    name,
    code: 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined,
    message,
    stack,
    cause: cause === undefined || causes === 0 ? undefined : errorFields(cause, causes - 1),
  };
}
