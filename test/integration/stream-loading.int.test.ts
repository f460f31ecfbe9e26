import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { type Loaded, emptyStream } from '../../lambdas/core/event-store/loaded-stream.ts';
import { batchPrefix } from '../../lambdas/core/event-store/tip.ts';
import { itemBytes } from '../../lambdas/core/item-size/item-bytes.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { countCommands } from '../support/counting-client.ts';
import { openEventTable } from '../support/open-event-table.ts';

const Counted = event('test.counted', {
  schema: z.object({ key: z.string(), by: z.number() }),
  key: ({ key }) => key,
});

const plain: Fold<number, readonly [typeof Counted]> = {
  category: 'count',
  initial: 0,
  events: [Counted],
  evolve: (sum, { data }) => sum + data.by,
};
const withSnapshot: typeof plain = { ...plain, snapshot: { version: 1, schema: z.number() } };

const events = 10_000;
const eventsOfCommit = 50;
const pageBytes = 1024 * 1024;
const stream = 'count-a';

const { client, items } = openEventTable('stream-loading');
const requests = countCommands(client);
const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/test' });
const store = createEventStore({ items, writer, publishes: [] });

async function grown(): Promise<Loaded<number>> {
  let after = emptyStream(withSnapshot, stream);
  for (let count = 0; count < events; count += eventsOfCommit) {
    const drafts = Array.from({ length: eventsOfCommit }, () => Counted.of({ key: 'a', by: 1 }));
    const result = await store.append(withSnapshot, { after, events: drafts, cause: undefined });
    expect(result.kind).toBe('appended');
    after = result.kind === 'appended' ? result.stream : after;
  }
  return after;
}

describe('loading a stream of 10,000 events', () => {
  it('takes one read with a snapshot, and without one a query for each MiB behind the tip', async () => {
    const { tip } = await grown();
    const batches = await items.query({ partition: stream, sortPrefix: batchPrefix });
    const bytes = batches.reduce((sum, item) => sum + itemBytes(item), 0);

    requests.reset();
    const quick = await store.load(withSnapshot, stream);
    const snapshotted = requests.sent;
    requests.reset();
    const whole = await store.load(plain, stream);

    expect([quick.state, whole.state]).toEqual([events, events]);
    expect(whole.tip.version).toBe(tip.version);
    expect(snapshotted).toEqual({ GetItemCommand: 1 });
    expect(requests.sent).toEqual({ GetItemCommand: 1, QueryCommand: Math.ceil(bytes / pageBytes) });
    expect(Math.ceil(bytes / pageBytes)).toBeGreaterThan(1);
  }, 60_000);
});
