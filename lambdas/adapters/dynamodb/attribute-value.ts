import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Attributes, Item, ItemKey, ItemValue } from '../../core/ports/item-store.ts';
import { keyAttributes } from './key-attributes.ts';

/** A value in the form the service takes; own code because the SDK's marshaller lets NaN, dates and classes through. */
export function attributeValue(value: ItemValue): AttributeValue {
  if (typeof value === 'string') {
    return { S: value };
  }
  if (typeof value === 'number') {
    return { N: String(value) };
  }
  if (typeof value === 'boolean') {
    return { BOOL: value };
  }
  return isList(value) ? { L: value.map(attributeValue) } : { M: attributeMap(value) };
}

/** The key of an item in the form the service takes. */
export function keyMap(key: ItemKey): Record<string, AttributeValue> {
  return { [keyAttributes.partition]: { S: key.partition }, [keyAttributes.sort]: { S: key.sort } };
}

/** A whole item in the form the service takes. */
export function itemMap({ key, attributes }: Item): Record<string, AttributeValue> {
  return { ...attributeMap(attributes), ...keyMap(key) };
}

function attributeMap(attributes: Attributes): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeValue(value)]));
}

function isList(value: ItemValue): value is readonly ItemValue[] {
  return Array.isArray(value);
}
