import type { Attributes, ItemValue } from '../../../core/ports/item-store.ts';

/** Whether two values are equal all the way down; shared parts are not looked into. */
export function sameValue(one: ItemValue, other: ItemValue): boolean {
  if (one === other) {
    return true;
  }
  if (typeof one !== 'object' || typeof other !== 'object') {
    return false;
  }
  if (isList(one)) {
    return isList(other) && sameList(one, other);
  }
  return !isList(other) && sameMap(one, other);
}

function sameList(one: readonly ItemValue[], other: readonly ItemValue[]): boolean {
  return one.length === other.length && one.every((value, index) => isSame(value, other[index]));
}

function sameMap(one: Attributes, other: Attributes): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}

function isSame(one: ItemValue | undefined, other: ItemValue | undefined): boolean {
  return one !== undefined && other !== undefined && sameValue(one, other);
}

function isList(value: ItemValue): value is readonly ItemValue[] {
  return Array.isArray(value);
}
