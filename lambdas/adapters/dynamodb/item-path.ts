import type { Attributes, ItemValue } from '../../core/ports/item-store.ts';

/** A place in an item: a top-level attribute, or an entry of the map in it. */
export interface ItemPath {
  readonly attribute: string;
  /** Key in the map, text after the first dot. @default the attribute itself is meant */
  readonly entry?: string;
}

/** Reads `attribute` or `attribute.entry`; only the first dot divides, so that an entry may contain dots. */
export function itemPath(text: string): ItemPath {
  const dot = text.indexOf('.');
  return dot < 0 ? { attribute: text } : { attribute: text.slice(0, dot), entry: text.slice(dot + 1) };
}

/** The value at a path; undefined when the attribute, the map or its entry is absent. */
export function valueAt(attributes: Attributes, text: string): ItemValue | undefined {
  const dot = text.indexOf('.');
  if (dot < 0) {
    return ownValue(attributes, text);
  }
  const map = ownValue(attributes, text.slice(0, dot));
  return isMap(map) ? ownValue(map, text.slice(dot + 1)) : undefined;
}

/** The own value of a name; never something inherited, even for names such as `constructor`. */
export function ownValue(values: Attributes, name: string): ItemValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Tells a map from every other value. */
export function isMap(value: ItemValue | undefined): value is Attributes {
  return typeof value === 'object' && !Array.isArray(value);
}
