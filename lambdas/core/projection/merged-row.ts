import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, ItemKey, ItemValue, Write } from '../ports/item-store.ts';
import type { RowChange } from './row-change.ts';

type FieldChange =
  | { readonly kind: 'add'; readonly by: number }
  | { readonly kind: 'set'; readonly value: ItemValue }
  | { readonly kind: 'remove' };

/** All changes of one row as one: sums of what is added, the last of what is set. */
export interface MergedRow {
  /** Whether nothing of what the row was is left. */
  readonly anew: boolean;
  /** Whether the row itself is taken away. */
  readonly gone: boolean;
  readonly fields: ReadonlyMap<string, FieldChange>;
}

/** A row of which no change is known yet. */
export const unchangedRow: MergedRow = { anew: false, gone: false, fields: new Map() };

/** A row that does not exist yet. */
export const newRow: MergedRow = { anew: true, gone: false, fields: new Map() };

/**
 * A row with one more change.
 *
 * @throws PipelineError `input-invalid` for a field whose name is empty or has a dot, or that holds no number to add to.
 */
export function mergedWith(row: MergedRow, change: RowChange): MergedRow {
  if ('gone' in change) {
    return { anew: true, gone: true, fields: new Map() };
  }
  const fields = new Map(row.fields);
  for (const [name, by] of Object.entries(change.add ?? {})) {
    fields.set(named(name), added(fields.get(name), by, row.anew));
  }
  for (const [name, value] of Object.entries(change.set ?? {})) {
    fields.set(named(name), { kind: 'set', value });
  }
  for (const name of change.remove ?? []) {
    fields.set(named(name), { kind: 'remove' });
  }
  return { anew: row.anew, gone: false, fields };
}

/** The write that a row comes to; undefined when it comes to none. */
export function rowWrite(key: ItemKey, { anew, gone, fields }: MergedRow): Write | undefined {
  if (gone) {
    return { kind: 'delete', key, when: [] };
  }
  if (anew) {
    return { kind: 'put', key, attributes: rowAttributes({ fields }), when: [] };
  }
  if (fields.size === 0) {
    return undefined;
  }
  const entries = [...fields];
  const add = entries.flatMap(([name, field]) => (field.kind === 'add' ? [[name, field.by] as const] : []));
  const remove = entries.flatMap(([name, field]) => (field.kind === 'remove' ? [name] : []));
  const set = setIn(fields);
  return {
    kind: 'update',
    key,
    ...(add.length === 0 ? {} : { add: Object.fromEntries(add) }),
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(remove.length === 0 ? {} : { remove }),
    when: [],
  };
}

/** What a row that begins with nothing holds. */
export function rowAttributes({ fields }: Pick<MergedRow, 'fields'>): Attributes {
  const sums = [...fields].flatMap(([name, field]) => (field.kind === 'add' ? [[name, field.by] as const] : []));
  return { ...Object.fromEntries(sums), ...setIn(fields) };
}

function setIn(fields: MergedRow['fields']): Attributes {
  return Object.fromEntries(
    [...fields].flatMap(([name, field]) => (field.kind === 'set' ? [[name, field.value] as const] : [])),
  );
}

function added(field: FieldChange | undefined, by: number, anew: boolean): FieldChange {
  if (field === undefined) {
    return anew ? { kind: 'set', value: by } : { kind: 'add', by };
  }
  switch (field.kind) {
    case 'add':
      return { kind: 'add', by: field.by + by };
    case 'remove':
      return { kind: 'set', value: by };
    case 'set':
      return { kind: 'set', value: numberIn(field.value) + by };
  }
}

function numberIn(value: ItemValue): number {
  if (typeof value !== 'number') {
    throw new PipelineError(`what is added to must be a number, got a ${typeof value}`, { code: 'input-invalid' });
  }
  return value;
}

function named(name: string): string {
  if (name === '' || name.includes('.')) {
    throw new PipelineError(`a field of a row must have a name without a dot, got "${name}"`, {
      code: 'input-invalid',
    });
  }
  return name;
}
