import { expect, it } from '@jest/globals';
import { auditRecords } from '../../../../lambdas/core/dead-letter/audit-records.ts';
import { createDeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { lettersInARound } from '../../../../lambdas/core/dead-letter/redrivable-letters.ts';
import { createLineRedrive } from '../../../../lambdas/core/dead-letter/redrive-lines.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

it('a line of more letters than one record of a redrive could name is redriven in rounds, in order', async () => {
  const [items, clock] = [createMemoryItemStore(), fixedClock(1000)];
  const lines = createDeadLetterLines({ items, clock, queue: 'work', backoff: { wait: () => Promise.resolve() } });
  const ids = Array.from({ length: 2 * lettersInARound + 1 }, (_, place) => `letter-${place}`);
  for (const id of ids) {
    await lines.park({ id, key: 'a', body: id, reason: 'behind', receiveCount: 1 });
  }
  const handled: string[] = [];
  const redrive = createLineRedrive({
    ...{ lines, clock, ids: fixedIds('t'), faultOf: () => Promise.resolve(undefined), sleep: () => Promise.resolve() },
    sender: {
      publish: async (copies) => {
        for (const { key, body, redrive: mark } of copies) {
          expect(mark !== undefined && (await lines.settle(key, mark))).toBe(true);
          handled.push(body);
        }
        return { failed: [] };
      },
    },
  });

  const result = await redrive({ selects: () => true, by: 'ann', signal: new AbortController().signal });

  expect(result).toEqual({ sent: ids.length, done: ids.length, failed: [], heldBack: [], waiting: [] });
  expect(handled).toEqual(ids);
  expect((await auditRecords(items, 'work')).map(({ letters }) => letters.length)).toEqual([
    ...[lettersInARound, lettersInARound, 1],
  ]);
});
