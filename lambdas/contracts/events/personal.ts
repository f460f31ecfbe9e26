import { clone, safeParse } from 'zod/v4/core';
import type { $ZodType, output } from 'zod/v4/core';
import { PipelineError } from '../errors/pipeline-error.ts';

/** What marks a schema as personal data. */
export interface PersonalOptions<Value> {
  /** What stands there once the person is forgotten; the schema must take it. @default 'forgotten' */
  readonly forgotten?: Value;
}

/** What the mark of a schema says. */
export interface PersonalMark {
  readonly forgotten: unknown;
}

/** What stands in a personal field of a forgotten person unless its mark says something else. */
export const defaultForgotten = 'forgotten';

const marks = new WeakMap<$ZodType, PersonalMark>();

/**
 * Marks what a schema describes as personal data: `personal(z.string())`.
 *
 * It is masked wherever an operator or a log could see it and, where a pipeline seals, kept under a key of its person.
 * Answers a copy, so that the schema itself stays unmarked wherever else it is used; the mark survives `optional`,
 * objects, lists and further checks.
 *
 * @throws PipelineError `definition-invalid` when the schema does not take the replacement.
 */
export function personal<Schema extends $ZodType>(
  schema: Schema,
  options: PersonalOptions<output<Schema>> = {},
): Schema {
  const forgotten: unknown = 'forgotten' in options ? options.forgotten : defaultForgotten;
  if (!safeParse(schema, forgotten).success) {
    throw new PipelineError(
      'the schema of a personal field must take what stands there once its person is forgotten: give one as { forgotten }',
      { code: 'definition-invalid' },
    );
  }
  const marked = clone(schema);
  marks.set(marked, { forgotten });
  return marked;
}

/** The mark of a schema or of the one that it was made from; undefined: not personal. */
export function personalMark(schema: $ZodType): PersonalMark | undefined {
  const own = marks.get(schema);
  const { parent } = schema._zod;
  return own ?? (parent === undefined ? undefined : personalMark(parent));
}
