/** One place at which two JSON values differ; undefined stands for what is not there. */
export interface JsonChange {
  /** Names and places joined by dots; empty for the whole value. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two JSON values differ, at the deepest places that differ, in the order of the first and then of the second. */
export function jsonChanges(before: unknown, after: unknown, path = ''): readonly JsonChange[] {
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    return Object.is(before, after) ? [] : [{ path, before, after }];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => jsonChanges(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
