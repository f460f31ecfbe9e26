import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes } from '../ports/item-store.ts';

/** UTF-8 needs at most three bytes for each UTF-16 code unit. */
const bytesPerCodeUnit = 3;
const overheadBytes = 4;
const numberBytes = 21;
/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const smallestNumber = 1e-130;

/**
 * An upper bound in bytes of what some named values take, found without reading their text.
 *
 * @throws PipelineError `input-invalid` for a value that no item can hold: undefined, null, NaN, an infinity, an
 * integer beyond 2^53, a date, a bigint, or any other object that is neither a list nor a plain map.
 */
export function storableBytes(values: Attributes): number {
  let sum = 0;
  for (const name in values) {
    sum += overheadBytes + name.length * bytesPerCodeUnit + bound(values[name]);
  }
  return sum;
}

function bound(value: unknown): number {
  if (typeof value === 'string') {
    return value.length * bytesPerCodeUnit;
  }
  if (typeof value === 'number') {
    return numberBound(value);
  }
  if (typeof value === 'object') {
    return overheadBytes + containerBound(value);
  }
  if (typeof value !== 'boolean') {
    throw refused(typeof value);
  }
  return 1;
}

function numberBound(value: number): number {
  if (
    Number.isInteger(value) ? !Number.isSafeInteger(value) : !(Math.abs(value) >= smallestNumber && isFinite(value))
  ) {
    throw refused(String(value));
  }
  return numberBytes;
}

function containerBound(value: object | null): number {
  if (Array.isArray(value)) {
    return listBound(value);
  }
  if (!isPlain(value)) {
    throw refused(value === null ? 'null' : 'an object of a class');
  }
  return storableBytes(value);
}

function listBound(elements: readonly unknown[]): number {
  let sum = 0;
  for (const element of elements) {
    sum += overheadBytes + bound(element);
  }
  return sum;
}

function isPlain(value: object | null): value is Attributes {
  if (value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refused(what: string): PipelineError {
  return new PipelineError(`an item value must be text, a safe number, a boolean, a list or a map, got ${what}`, {
    code: 'input-invalid',
  });
}
