import { describe, expect, it } from '@jest/globals';
import { resultOf, stepNames } from '../../../bench/saga/five-steps.ts';
import { ourSagas } from '../../../bench/saga/our-sagas.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { countingItems } from '../../support/counting-items.ts';

describe('the sagas that are measured', () => {
  it('end with the results of all steps, at one read and one write a step behind the start', async () => {
    const memory = createMemoryItemStore();
    const { items, counts } = countingItems(memory);

    expect(await ourSagas(items, memory)('a')).toEqual(stepNames.map(resultOf));
    expect(counts).toEqual({ get: 5, write: 6, transact: 0, query: 0 });
  });
});
