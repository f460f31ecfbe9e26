import * as z from 'zod/mini';
import { fieldOf } from '../../lambdas/adapters/dynamodb/field-of.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type FilterRule, filterRuleSchema, matchesRule } from './filter-rule.ts';

/** Tells whether a record is to be handed over. */
export type RecordFilter = (record: unknown) => boolean;

interface FilterPattern {
  readonly [field: string]: readonly FilterRule[] | FilterPattern;
}

const patternSchema: z.ZodMiniType<FilterPattern> = z.lazy(() =>
  z.record(z.string().check(z.regex(/^[^$]/u)), z.union([z.array(filterRuleSchema), patternSchema])),
);

/**
 * Makes the filter of a mapping's patterns: a record passes when one of them matches, or when there is none.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 *
 * @throws PipelineError `backend-failed` for a pattern that is not understood: guessing would lose records.
 */
export function createRecordFilter(patterns: readonly string[]): RecordFilter {
  const known = patterns.map(patternOf);
  return (record) => known.length === 0 || known.some((pattern) => matches(pattern, record));
}

function matches(pattern: FilterPattern, value: unknown): boolean {
  return Object.entries(pattern).every(([name, expected]) => {
    const field = fieldOf(value, name);
    return isRules(expected) ? expected.some((rule) => matchesRule(rule, field)) : matches(expected, field);
  });
}

function isRules(expected: readonly FilterRule[] | FilterPattern): expected is readonly FilterRule[] {
  return Array.isArray(expected);
}

function patternOf(text: string): FilterPattern {
  try {
    return z.parse(patternSchema, JSON.parse(text));
  } catch (cause) {
    throw new PipelineError(
      `a filter must use values, prefix, suffix, exists, anything-but or equals-ignore-case, got ${text}`,
      { code: 'backend-failed', cause },
    );
  }
}
