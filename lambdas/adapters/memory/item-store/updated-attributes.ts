import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { Attributes, ItemValue, Update } from '../../../core/ports/item-store.ts';
import { itemPath, isMap, ownValue, valueAt } from '../../dynamodb/item-path.ts';

/**
 * The attributes of an item after an update; `before` (undefined: no item) is left as it is and shared where it can be.
 *
 * @throws PipelineError `store-unavailable`, where DynamoDB answers with a ValidationException: a path leads into an
 * absent map, or a number or list is something else.
 */
export function updatedAttributes(before: Attributes | undefined, update: Update): Attributes {
  const draft = createDraft(before);
  assign(draft, update);
  const { add = {}, append = {} } = update;
  for (const [path, by] of Object.entries(add)) {
    draft.put(path, sum(valueAt(draft.original, path), by));
  }
  for (const [path, elements] of Object.entries(append)) {
    draft.put(path, joined(valueAt(draft.original, path), elements));
  }
  for (const path of removable(before, update.remove)) {
    draft.remove(path);
  }
  return draft.result();
}

function assign(draft: Draft, { set = {}, setIfAbsent = {} }: Update): void {
  for (const [path, value] of Object.entries(set)) {
    draft.put(path, value);
  }
  for (const [path, value] of Object.entries(setIfAbsent)) {
    draft.put(path, valueAt(draft.original, path) ?? value);
  }
}

/** DynamoDB lets a removal from an absent item pass, whatever its path. */
function removable(before: Attributes | undefined, remove: readonly string[] = []): readonly string[] {
  return before === undefined ? [] : remove;
}

interface Draft {
  readonly original: Attributes;
  put(path: string, value: ItemValue): void;
  remove(path: string): void;
  result(): Attributes;
}

/** Copies the top level once and each touched map once, when it is first touched. */
function createDraft(original: Attributes = {}): Draft {
  const values: Record<string, ItemValue> = { ...original };
  const maps = new Map<string, Record<string, ItemValue>>();

  const mapOf = (attribute: string): Record<string, ItemValue> => {
    const known = maps.get(attribute);
    if (known !== undefined) {
      return known;
    }
    const map = ownValue(original, attribute);
    if (!isMap(map)) {
      throw invalid('a path into a map must name a map that exists');
    }
    const copy = { ...map };
    maps.set(attribute, copy);
    define(values, attribute, copy);
    return copy;
  };
  const place = (path: string): readonly [Record<string, ItemValue>, string] => {
    const { attribute, entry } = itemPath(path);
    return entry === undefined ? [values, attribute] : [mapOf(attribute), entry];
  };

  return {
    original,
    put: (path, value) => {
      const [target, name] = place(path);
      define(target, name, value);
    },
    remove: (path) => {
      const [target, name] = place(path);
      Reflect.deleteProperty(target, name);
    },
    result: () => values,
  };
}

/** An assignment would call the setter of `__proto__` instead of making an attribute of that name. */
function define(target: Record<string, ItemValue>, name: string, value: ItemValue): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[name] = value;
  }
}

function sum(value: ItemValue | undefined, by: number): number {
  if (value !== undefined && typeof value !== 'number') {
    throw invalid('a number can only be added to a number');
  }
  return (value ?? 0) + by;
}

function joined(value: ItemValue | undefined, elements: readonly ItemValue[]): readonly ItemValue[] {
  if (value === undefined) {
    return elements;
  }
  if (!isList(value)) {
    throw invalid('elements can only be appended to a list');
  }
  return [...value, ...elements];
}

function isList(value: ItemValue): value is readonly ItemValue[] {
  return Array.isArray(value);
}

function invalid(message: string): PipelineError {
  return new PipelineError(message, { code: 'store-unavailable', retryable: true });
}
