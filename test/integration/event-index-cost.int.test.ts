import { beforeAll, describe, expect, it } from '@jest/globals';
import { indexPartitionOf } from '../../lambdas/core/event-index/index-partition.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';
import { createProjector } from '../../lambdas/core/projection/projector.ts';
import { meterCapacity } from '../support/capacity-meter.ts';
import { countCommands } from '../support/counting-client.ts';
import { boxes, indexedStreams, moved } from '../support/indexed-streams.ts';
import { openEventTable } from '../support/open-event-table.ts';

const source = openEventTable('index-cost-source');
const { client, items } = openEventTable('index-cost');
const requests = countCommands(client);
const capacity = meterCapacity(client);
const rig = indexedStreams(source.items, items);
const indexer = rig.indexer();
const projector = createProjector({ ...rig.subscribing, projections: [boxes()] });
const all = { deadline: rig.clock.now() + 60_000 };

async function costOf(operation: () => Promise<unknown>): Promise<{
  readonly requests: Readonly<Record<string, number>>;
  readonly used: typeof capacity.used;
}> {
  requests.reset();
  capacity.reset();
  await operation();
  return { requests: requests.sent, used: capacity.used };
}

/** Streams of one partition of the index. */
const neighbours = Array.from({ length: 2000 }, (_, index) => `box-${index}`)
  .filter((stream) => indexPartitionOf(stream) === 'index-03')
  .slice(0, 99);

describe('requests and capacity units of the index of events, as its decision record says', () => {
  beforeAll(async () => {
    await indexer.index([await rig.commit('box-a', moved(1))]);
    await indexer.index([await rig.commit(neighbours[0] ?? '', moved(1))]);
    await projector.run(all);
  });

  it('an event alone in its batch: one transaction of two small items', async () => {
    const change = await rig.commit('box-a', moved(1));

    const cost = await costOf(() => indexer.index([change]));

    expect(cost.requests).toEqual({ TransactWriteItemsCommand: 1 });
    expect(cost.used).toMatchObject({ writes: 4, reads: 0 });
  });

  it('99 streams in a batch: one transaction, the page by its size and each pointer', async () => {
    const changes: ItemChange[] = [];
    for (const stream of neighbours) {
      changes.push(await rig.commit(stream, moved(1)));
    }

    const cost = await costOf(() => indexer.index(changes));

    expect(cost.requests).toEqual({ TransactWriteItemsCommand: 1 });
    expect(cost.used.writes).toBeGreaterThan(2 * 99 + 2 * 20);
    expect(cost.used.writes).toBeLessThanOrEqual(2 * 99 + 2 * 64);
  });

  it('a batch of a projection: the lease, the pages, and one transaction of rows and checkpoint', async () => {
    await projector.run(all);
    await indexer.index([await rig.commit('box-a', moved(1), moved(1))]);

    const cost = await costOf(() => projector.run(all));

    expect(cost.requests).toEqual({
      TransactWriteItemsCommand: 1,
      // The lease is taken and given back.
      UpdateItemCommand: 2,
      // The registry, and the checkpoint under the lease.
      GetItemCommand: 2,
      // A look at everything, the events, and that nothing follows them.
      QueryCommand: 17 + 2,
    });
  });

  it('a look at everything when nothing waits: 18 reads and no write', async () => {
    const cost = await costOf(() => projector.run(all));

    expect(cost.requests).toEqual({ GetItemCommand: 1, QueryCommand: 17 });
  });
});
