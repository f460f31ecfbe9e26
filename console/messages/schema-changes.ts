import { type JsonChange, jsonChanges } from '../../lambdas/core/dead-letter/json-changes.ts';
import type { JsonSchema } from './json-schema.ts';

/** What differs between two schemas of one type, each with the field of the data that it is about. */
export function schemaChanges(before: JsonSchema, after: JsonSchema): readonly string[] {
  return jsonChanges(comparable(before), comparable(after)).map(changeText);
}

/** Fields that are demanded as a set: their order means nothing, and each is a change of its own. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(comparable);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [
      name,
      name === 'required' && Array.isArray(part)
        ? Object.fromEntries(part.map((field: unknown) => [String(field), true] as const))
        : comparable(part),
    ]),
  );
}

function changeText({ path, before, after }: JsonChange): string {
  const { field, rule } = placeOf(path.split('.'));
  return `${field === '' ? '(root)' : field} ${ruleText(rule, before, after)}`;
}

function ruleText(rule: string, before: unknown, after: unknown): string {
  switch (rule) {
    case '':
      return before === undefined ? 'was added' : 'was removed';
    case 'required':
      return before === undefined ? 'is demanded now' : 'is no longer demanded';
    default:
      return `${rule} was ${shown(before)}, is ${shown(after)}`;
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

/** The field of the data at some place of its schema, and which rule about it stands there; none: the field itself. */
function placeOf(path: readonly string[]): { readonly field: string; readonly rule: string } {
  const [word = '', name = '', ...rest] = path;
  if (word === 'items') {
    return within('[]', path.slice(1));
  }
  if (name === '' || (word !== 'properties' && word !== 'required')) {
    return { field: '', rule: path.join('.') };
  }
  return word === 'properties' ? within(name, rest) : { field: name, rule: word };
}

function within(name: string, rest: readonly string[]): { readonly field: string; readonly rule: string } {
  const { field, rule } = placeOf(rest);
  return { field: field === '' || field.startsWith('[]') ? `${name}${field}` : `${name}.${field}`, rule };
}
