import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { actsArbitrary, tellAppends } from './append-story.ts';

describe('appends of writers that interleave', () => {
  it('leave each stream as the fold of what was accepted, versions 1 to n, and refuse exactly those that come too late', async () => {
    await fc.assert(
      fc.asyncProperty(actsArbitrary, (acts) => tellAppends(createMemoryItemStore(), acts, 'a')),
      { numRuns: 80 },
    );
  });
});
