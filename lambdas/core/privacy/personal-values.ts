import { type PersonalField, anyEntry } from '../../contracts/events/personal-fields.ts';

/** A personal value and the place where it stands, from the outside in. */
export type PersonalValue = readonly [path: readonly string[], value: unknown];

/** Data with what is personal in it apart. */
export interface PersonalParts {
  /** The data with a replacement at each personal place. */
  readonly open: unknown;
  /** What stood there, where that was not the replacement already. */
  readonly values: readonly PersonalValue[];
}

/** Takes what is personal out of some data; places that are not there stay away. */
export function personalParts(data: unknown, fields: readonly PersonalField[]): PersonalParts {
  const values: PersonalValue[] = [];
  let open = data;
  for (const { path, forgotten } of fields) {
    open = replaced(open, { path, behind: [] }, (value, place) => {
      if (value !== forgotten) {
        values.push([place, value]);
      }
      return forgotten;
    });
  }
  return { open, values };
}

/** The data with its personal values back where they stood. */
export function withPersonalValues(open: unknown, values: readonly PersonalValue[]): unknown {
  return values.reduce((data, [path, value]) => replaced(data, { path, behind: [], exact: true }, () => value), open);
}

interface Way {
  readonly path: readonly string[];
  /** The names that were gone already. */
  readonly behind: readonly string[];
  /** Whether each part is a name, whatever it looks like. @default one can stand for every entry */
  readonly exact?: boolean;
}

type Replace = (value: unknown, place: readonly string[]) => unknown;

/** A copy in which what a path leads to is replaced; nothing changes where the path leads nowhere. */
function replaced(value: unknown, way: Way, replace: Replace): unknown {
  const { behind, exact = false } = way;
  const [name, ...rest] = way.path;
  if (name === undefined) {
    return replace(value, behind);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const at = (entry: unknown, key: string): unknown =>
    name === key || (name === anyEntry && !exact)
      ? replaced(entry, { path: rest, behind: [...behind, key], exact }, replace)
      : entry;
  return Array.isArray(value)
    ? value.map((element, index) => at(element, String(index)))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, entry]) => entry !== undefined)
          .map(([key, entry]) => [key, at(entry, key)] as const),
      );
}
