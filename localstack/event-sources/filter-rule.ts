import * as z from 'zod/mini';

const literal = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The rules of a filter pattern that are understood: a literal, or one operator with its operand. */
export const filterRuleSchema = z.union([
  literal,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([literal, z.array(literal)]) }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
]);

/** One rule of a filter pattern. */
export type FilterRule = z.infer<typeof filterRuleSchema>;

/** Whether a value satisfies a rule; a field that is missing satisfies only `exists: false`. */
export function matchesRule(rule: FilterRule, value: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) {
    return rule === value;
  }
  if ('exists' in rule) {
    return rule.exists === (value !== undefined);
  }
  if ('anything-but' in rule) {
    return value !== undefined && ![rule['anything-but']].flat().some((each) => each === value);
  }
  return typeof value === 'string' && matchesText(rule, value);
}

function matchesText(
  rule: { readonly prefix: string } | { readonly suffix: string } | { readonly 'equals-ignore-case': string },
  value: string,
): boolean {
  if ('prefix' in rule) {
    return value.startsWith(rule.prefix);
  }
  return 'suffix' in rule
    ? value.endsWith(rule.suffix)
    : value.toLowerCase() === rule['equals-ignore-case'].toLowerCase();
}
