import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, Item, ItemKey, ItemValue } from '../../core/ports/item-store.ts';
import { keyAttributes } from './key-attributes.ts';

/**
 * Reads an item as the service returns it, from a response or a stream record.
 *
 * @throws PipelineError `input-invalid` for a type that no item of this package holds (null, binary, sets), a number
 * that a double cannot hold exactly enough, or a missing key.
 */
export function itemOf(image: unknown): Item {
  const { [keyAttributes.partition]: partition, [keyAttributes.sort]: sort, ...attributes } = valuesOf(image);
  return { key: keyFrom(partition, sort), attributes };
}

/** @throws PipelineError `input-invalid` for a key that is not made of two texts. */
export function keyOf(image: unknown): ItemKey {
  const { [keyAttributes.partition]: partition, [keyAttributes.sort]: sort } = valuesOf(image);
  return keyFrom(partition, sort);
}

function keyFrom(partition: ItemValue | undefined, sort: ItemValue | undefined): ItemKey {
  if (typeof partition !== 'string' || typeof sort !== 'string') {
    throw unreadable(`an item must have the text keys ${keyAttributes.partition} and ${keyAttributes.sort}`);
  }
  return { partition, sort };
}

function valuesOf(image: unknown): Attributes {
  if (!isObject(image)) {
    throw unreadable(`an item must be a map, got ${typeof image}`);
  }
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(tagged: unknown): ItemValue {
  const [[type, value] = []] = isObject(tagged) ? Object.entries(tagged) : [];
  if (type === 'S' && typeof value === 'string') {
    return value;
  }
  if (type === 'N') {
    return numberOf(value);
  }
  if (type === 'BOOL' && typeof value === 'boolean') {
    return value;
  }
  return containerOf(type, value);
}

function containerOf(type: unknown, value: unknown): ItemValue {
  if (type === 'L' && Array.isArray(value)) {
    return value.map(valueOf);
  }
  if (type === 'M') {
    return valuesOf(value);
  }
  throw unreadable(`an attribute must be of type S, N, BOOL, L or M, got ${String(type)}`);
}

function numberOf(text: unknown): number {
  const value = typeof text === 'string' && text !== '' ? Number(text) : NaN;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw unreadable('a number must be a safe integer or a double');
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(message: string): PipelineError {
  return new PipelineError(message, { code: 'input-invalid' });
}
