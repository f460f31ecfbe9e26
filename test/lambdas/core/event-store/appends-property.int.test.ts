import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { openEventTable } from '../../../support/open-event-table.ts';
import { actsArbitrary, tellAppends } from './append-story.ts';

const { items } = openEventTable('appends-property');

describe('appends of writers that interleave, on the endpoint', () => {
  it('leave each stream as the fold of what was accepted, versions 1 to n, and refuse exactly those that come too late', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(actsArbitrary, (acts) => {
        run += 1;
        return tellAppends(items, acts, `run-${run}`);
      }),
      { numRuns: 8 },
    );
  });
});
