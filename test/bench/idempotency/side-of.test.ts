import { describe, expect, it } from '@jest/globals';
import { batchOfCommands } from '../../../bench/consume/batch-of-orders.ts';
import { type Delivery, type SideName, sideNames, sideOf } from '../../../bench/idempotency/side-of.ts';

const done = { batchItemFailures: [] };
const records = batchOfCommands().Records.length;

/** Writes for each record of a batch that was prepared as its delivery says. */
async function writesOf(name: SideName, delivery: Delivery): Promise<number> {
  const { table, handler, prepare } = sideOf(name, delivery);
  const event = batchOfCommands();
  await prepare([event]);
  const before = table.writes;

  expect(await handler(event)).toEqual(done);

  return (table.writes - before) / records;
}

describe('what the bench compares', () => {
  it.each([
    ['outside', 2, 2],
    ['duplicate', 1, 1],
    ['table', 1, 3],
  ] as const)('a record whose delivery is "%s": %i writes here, %i there', async (delivery, ours, powertools) => {
    expect(await writesOf('ours', delivery)).toBe(ours);
    expect(await writesOf('powertools', delivery)).toBe(powertools);
  });

  it.each(sideNames)('failure mode 28: "%s" compares payloads, so that both do the same work', async (name) => {
    const { table, handler } = sideOf(name, 'outside');
    const event = batchOfCommands();
    await handler(event);
    const other = {
      Records: event.Records.map((record) => ({ ...record, body: record.body.replaceAll('customer-1', 'customer-2') })),
    };
    const before = table.writes;

    const { batchItemFailures } = await handler(other).catch(() => ({ batchItemFailures: event.Records }));

    expect(batchItemFailures).toHaveLength(name === 'ours' ? 0 : records);
    expect(table.writes - before).toBe(records);
  });
});
