import { expect, it } from '@jest/globals';
import { eventIndex } from '../../../../lambdas/contracts/definition/event-index.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { personalData } from '../../../../lambdas/contracts/definition/personal-data.ts';
import { parts } from './sample-parts.ts';

const entry = 'x.ts';
const indexed = (...categories: readonly string[]): ReturnType<typeof eventIndex> =>
  eventIndex({ entry, categories, projector: { entry } });

it.each([
  [-1, 1],
  [0, 0],
  [900, 0],
  [901, 1],
])('lets functions keep keys in memory for %i s: %i fault(s)', (keyMemorySeconds, count) => {
  expect(faultsOf({ name: 'test', ...parts, personalData: personalData({ keyMemorySeconds }) })).toHaveLength(count);
});

it('wants an index that hears of forgotten persons', () => {
  const sealing = { name: 'test', ...parts, personalData: personalData() };

  expect(faultsOf({ ...sealing, eventIndex: indexed('work') })).toContainEqual(
    'eventIndex: categories must include "subject", or projections never hear of forgotten persons',
  );
  expect(faultsOf({ ...sealing, eventIndex: indexed('work', 'subject') }).join()).not.toContain('forgotten');
  expect(faultsOf({ name: 'test', ...parts, eventIndex: indexed('work') }).join()).not.toContain('forgotten');
});
