import { describe, expect, it } from '@jest/globals';
import { failedFrom } from '../../../localstack/event-sources/failed-from.ts';

const sequences = ['100', '200', '300'];
const failures = (...ids: readonly unknown[]): unknown => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('failedFrom', () => {
  it.each([
    ['no answer', undefined],
    ['null', null],
    ['an empty object', {}],
    ['a null list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('failure mode 16: takes %s for success', (_, answer) => {
    expect(failedFrom(answer, sequences)).toBe('nothing');
  });

  it.each([
    ['one in the middle', failures('200'), 1],
    ['the lowest of several in any order', failures('300', '200'), 1],
    ['the last', failures('300'), 2],
    ['the first', failures('100'), 0],
  ])('failure mode 16: restarts at %s', (_, answer, position) => {
    expect(failedFrom(answer, sequences)).toBe(position);
  });

  it.each([
    ['an empty identifier', failures('')],
    ['a null identifier', failures(null)],
    ['an identifier that is no text', failures(200)],
    ['an unknown identifier', failures('999')],
    ['an unknown identifier beside a known one', failures('300', '999')],
    ['an item without the key', { batchItemFailures: [{ id: '200' }] }],
    ['an item that is no object', { batchItemFailures: ['200'] }],
    ['a list that is no list', { batchItemFailures: '200' }],
  ])('failure mode 2: takes %s for a failure of the whole batch', (_, answer) => {
    expect(failedFrom(answer, sequences)).toBe(0);
  });
});
