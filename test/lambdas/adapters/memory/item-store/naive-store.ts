import type {
  Attributes,
  Check,
  Condition,
  ItemKey,
  ItemValue,
  Update,
  Write,
} from '../../../../../lambdas/core/ports/item-store.ts';

type Values = Record<string, ItemValue>;

class Refusal extends Error {}

/** The simplest store that could be right: whole copies, and every write works on a copy of everything. */
export class NaiveStore {
  items = new Map<string, Values>();

  apply(writes: readonly (Write | Check)[]): unknown {
    const refused = writes.flatMap((write, index) => {
      const current = this.items.get(keyText(write.key));
      return write.when.every((condition) => holds(condition, current)) ? [] : [{ index, current }];
    });
    if (refused.length > 0) {
      return { refused };
    }
    const copy = structuredClone(this.items);
    try {
      writes.forEach((write) => {
        make(copy, write);
      });
    } catch (error) {
      return { failed: error instanceof Refusal };
    }
    this.items = copy;
    return { ok: true };
  }
}

/** A key as one text; only for keys without a slash. */
export function keyText({ partition, sort }: ItemKey): string {
  return `${partition}/${sort}`;
}

function holds(condition: Condition, item: Attributes | undefined): boolean {
  if ('item' in condition) {
    return condition.item === 'present' ? item !== undefined : item === undefined;
  }
  if ('any' in condition) {
    return condition.any.filter((one) => holds(one, item)).length > 0;
  }
  const value = read(item, condition.attribute);
  if (!('value' in condition)) {
    return (value !== undefined) === (condition.is === 'present');
  }
  return compares(condition, value);
}

function compares(condition: Extract<Condition, { value: unknown }>, value: ItemValue | undefined): boolean {
  if (condition.is === 'equal') {
    return value === condition.value;
  }
  if (typeof value !== 'number') {
    return false;
  }
  return condition.is === 'atLeast' ? value >= condition.value : value <= condition.value;
}

function read(item: Attributes | undefined, path: string): ItemValue | undefined {
  const [name = '', entry] = path.split('.');
  const value = item?.[name];
  if (entry === undefined) {
    return value;
  }
  return isMap(value) ? value[entry] : undefined;
}

function make(items: Map<string, Values>, write: Write | Check): void {
  const key = keyText(write.key);
  if (write.kind === 'delete') {
    items.delete(key);
  } else if (write.kind === 'put') {
    items.set(key, structuredClone<Values>({ ...write.attributes }));
  } else if (write.kind === 'update') {
    items.set(key, updated(items.get(key), write));
  }
}

function updated(before: Attributes | undefined, update: Update): Values {
  const { set, add, append, remove = [] } = update;
  const after = structuredClone<Values>({ ...before });
  for (const [path, value] of entriesOf(set)) {
    change(after, path, () => structuredClone(value));
  }
  for (const [path, by] of entriesOf(add)) {
    change(after, path, (value) => sum(value, by));
  }
  for (const [path, elements] of entriesOf(append)) {
    change(after, path, (value) => joined(value, elements));
  }
  for (const path of before === undefined ? [] : remove) {
    change(after, path, () => undefined);
  }
  return after;
}

function entriesOf<T>(values: Readonly<Record<string, T>> = {}): readonly [string, T][] {
  return Object.entries(values);
}

function sum(value: ItemValue = 0, by: number): ItemValue {
  return typeof value === 'number' ? value + by : refuse();
}

function joined(value: ItemValue = [], elements: readonly ItemValue[]): ItemValue {
  return isList(value) ? [...value, ...elements] : refuse();
}

function change(item: Values, path: string, to: (value: ItemValue | undefined) => ItemValue | undefined): void {
  const [name = '', entry] = path.split('.');
  const map = item[name];
  if (entry === undefined) {
    assign(item, name, to(map));
  } else if (isMap(map)) {
    assign(map, entry, to(map[entry]));
  } else {
    refuse();
  }
}

function assign(target: Values, name: string, value: ItemValue | undefined): void {
  if (value === undefined) {
    Reflect.deleteProperty(target, name);
  } else {
    target[name] = value;
  }
}

function isMap(value: ItemValue | undefined): value is Values {
  return typeof value === 'object' && !Array.isArray(value);
}

function isList(value: ItemValue): value is readonly ItemValue[] {
  return Array.isArray(value);
}

function refuse(): never {
  throw new Refusal();
}
