import type { Attributes, Item, ItemValue } from '../ports/item-store.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';

const containerBytes = 3;
const elementBytes = 1;
/** The names of the two attributes of a key, which have two letters each. */
const keyNameBytes = 4;

/**
 * The size of an item in bytes as DynamoDB counts it: UTF-8 bytes of all names and values, its key included.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes({ key, attributes }: Item): number {
  return keyNameBytes + utf8Bytes(key.partition) + utf8Bytes(key.sort) + namedBytes(attributes, withoutOverhead);
}

/** The size of one attribute value in bytes, without its name. */
export function valueBytes(value: ItemValue): number {
  if (typeof value === 'string') {
    return utf8Bytes(value);
  }
  if (typeof value === 'number') {
    return numberBytes(value);
  }
  if (typeof value === 'boolean') {
    return 1;
  }
  return isList(value)
    ? value.reduce<number>((sum, element) => sum + elementBytes + valueBytes(element), containerBytes)
    : containerBytes + namedBytes(value, elementBytes);
}

const withoutOverhead = 0;

function namedBytes(values: Attributes, overhead: number): number {
  let sum = 0;
  for (const [name, value] of Object.entries(values)) {
    sum += overhead + utf8Bytes(name) + valueBytes(value);
  }
  return sum;
}

/** One byte for two significant digits, one for the exponent and one for a minus sign. */
function numberBytes(value: number): number {
  const digits = Math.abs(value)
    .toExponential()
    .replace(/e.*$|\./gu, '');
  return Math.ceil(digits.length / 2) + (value < 0 ? 2 : 1);
}

function isList(value: ItemValue): value is readonly ItemValue[] {
  return Array.isArray(value);
}
