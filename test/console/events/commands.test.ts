import { beforeEach, describe, expect, it } from '@jest/globals';
import { OrderConfirmed, OrderPlaced } from '../../../lambdas/contracts/orders/order-messages.ts';
import { runEvents } from '../../../console/events/run-events.ts';
import { projection } from '../../../lambdas/core/projection/projection.ts';
import { createViews } from '../../../lambdas/core/projection/views.ts';
import { type EventsRig, eventsRig } from '../../support/events-rig.ts';
import { commandOn } from '../../support/command-on.ts';
import { placedOrder } from '../../support/placed-order.ts';

let rig: EventsRig;

beforeEach(() => {
  rig = eventsRig();
});

const placed = (orderId: string): Promise<void> => rig.append(orderId, OrderPlaced.of(placedOrder({ orderId })));
const confirmed = (orderId: string): Promise<void> =>
  rig.append(orderId, OrderConfirmed.of({ orderId, customerId: 'c1', parcel: 'parcel-1', total: 1000 }));

describe('show', () => {
  it('prints the events of a stream with their versions, times, types and causes, and no data', async () => {
    await placed('o1');
    await confirmed('o1');

    const { code, output } = await rig.events('show order-o1');

    expect(code).toBe(0);
    expect(output).toContain('order-o1: 2 events');
    expect(output).toMatch(/^ +1 {2}2026-11-25T09:01:00.000Z {2}order.placed +event-1$/m);
    expect(output).toMatch(/^ +2 {2}2026-11-25T09:02:00.000Z {2}order.confirmed +event-2$/m);
    expect(output).not.toContain('parcel-1');
  });

  it('prints what the events say when it is asked to', async () => {
    await placed('o1');
    await confirmed('o1');

    expect((await rig.events('show order-o1 --data')).output).toContain('"parcel": "parcel-1"');
    expect(JSON.parse((await rig.events('show order-o1 --data --json')).output)).toMatchObject({
      stream: 'order-o1',
      version: 2,
      events: [{ version: 1 }, { version: 2, data: { parcel: 'parcel-1' } }],
    });
  });

  it('prints as many as asked, and which they are', async () => {
    await placed('o1');
    await confirmed('o1');

    const { output } = await rig.events('show order-o1 --limit 1');

    expect(output).toContain('order-o1: 2 events, the last 1 of them');
    expect(output).not.toContain('order.placed');
  });

  it('says that there is no such stream', async () => {
    expect(await rig.events('show order-nobody')).toMatchObject({
      code: 1,
      output: 'there is no stream order-nobody\n',
    });
  });
});

describe('tail', () => {
  it('prints the last events with their positions, and no data', async () => {
    await placed('o1');
    await placed('o2');
    await confirmed('o1');
    await rig.indexAll();

    const { code, output } = await rig.events('tail --once');

    expect(code).toBe(0);
    expect(output.split('\n')).toHaveLength(4);
    expect(output).toMatch(/^\d\d:\d {2,}2026-11-25T09:03:00.000Z {2}order-o1@2 {2}order.confirmed$/m);
    expect(output).not.toContain('parcel-1');
  });

  it('follows what is indexed while it runs, each event once and in the order of its stream, until Ctrl-C', async () => {
    const stop = new AbortController();
    const end = (): Promise<void> => {
      stop.abort();
      return Promise.resolve();
    };
    const steps = [() => placed('o1'), () => confirmed('o1'), end];
    rig.onSleep = async () => {
      await steps.shift()?.();
      await rig.indexAll();
    };

    const { code, output } = await rig.events('tail', { signal: stop.signal });

    expect(code).toBe(0);
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => line.split(/ {2,}/).slice(2)),
    ).toEqual([
      ['order-o1@1', 'order.placed'],
      ['order-o1@2', 'order.confirmed'],
    ]);
  });

  it('prints one event a line as JSON, with data on request', async () => {
    await placed('o1');
    await rig.indexAll();

    const lines = (await rig.events('tail --once --json --data')).output.trim().split('\n');

    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { stream: 'order-o1', version: 1, type: 'order.placed', data: { orderId: 'o1' } },
    ]);
  });

  it.each([
    ['--stream order-o2', ['order-o2@1']],
    ['--type order.confirmed', ['order-o1@2']],
    ['--limit 1', ['order-o1@2']],
  ])('with %s prints these alone', async (option, expected) => {
    await placed('o1');
    await placed('o2');
    await rig.indexAll();
    await confirmed('o1');
    rig.clock.advance(1000);
    await rig.indexAll();

    const { output } = await rig.events(`tail --once ${option}`);

    expect([...output.matchAll(/order-\S+@\d/g)].map(([name]) => name)).toEqual(expected);
  });

  it('rejects a word that is no option', async () => {
    expect(await rig.events('tail order-o1')).toMatchObject({
      code: 2,
      progress: expect.stringContaining('tail must be given options alone, got order-o1') as unknown,
    });
  });
});

describe('check', () => {
  it('finds nothing missing where everything is indexed', async () => {
    await placed('o1');
    await rig.indexAll();

    expect(await rig.events('check')).toMatchObject({
      code: 0,
      output: '1 stream looked at: every event has its place in the index\n',
    });
  });

  it('failure mode 59: names streams whose events are missing, repairs them, and adds nothing twice', async () => {
    await placed('o1');
    await rig.indexAll();
    await confirmed('o1');
    await placed('o2');

    const found = await rig.events('check');
    const repaired = await rig.events('check --repair --json');
    await rig.indexAll();

    expect(found.code).toBe(1);
    expect(found.output).toContain('2 streams looked at: 2 events of 2 streams missing');
    expect(found.output).toMatch(/^order-o1 +2 +1 +no$/m);
    expect(found.output).toContain('repair it with: npm run pipeline -- events check --repair');
    expect(repaired.code).toBe(0);
    expect(JSON.parse(repaired.output)).toMatchObject({
      behind: [
        { stream: 'order-o1', repaired: 1 },
        { stream: 'order-o2', repaired: 1 },
      ],
    });
    expect((await rig.events('check')).code).toBe(0);
    expect((await rig.events('tail --once')).output.trim().split('\n')).toHaveLength(3);
  });

  it('says which stream cannot be repaired, and why', async () => {
    await placed('o1');
    await rig.items.write({
      ...{ kind: 'update', key: { partition: 'order-o1', sort: 'tip' } },
      ...{ set: { version: 3 }, when: [] },
    });

    const { code, output } = await rig.events('check --repair');

    expect(code).toBe(1);
    expect(output).toMatch(/^order-o1 +3 +0 +stream-gap: /m);
  });
});

describe('lag', () => {
  it('shows how far each projection is behind', async () => {
    await placed('o1');
    await rig.indexAll();
    await rig.project();
    await confirmed('o1');
    await rig.indexAll();
    rig.clock.advance(120_000);

    const { code, output } = await rig.events('lag');

    expect(code).toBe(0);
    for (const name of rig.operations.projections) {
      expect(output).toMatch(new RegExp(`^${name} +1 +1 +2 +1 +2 min +no$`, 'm'));
    }
    await rig.project();
    expect(JSON.parse((await rig.events('lag stock --json')).output)).toMatchObject([
      { projection: 'stock', behind: 0, total: 2 },
    ]);
  });

  it('rejects a projection that there is none of', async () => {
    expect(await rig.events('lag sales')).toMatchObject({
      code: 2,
      progress: expect.stringContaining('a projection must be one of sales-by-day') as unknown,
    });
  });
});

describe('a projection that stands still', () => {
  const fragile = projection('fragile', {
    version: 1,
    events: [OrderPlaced],
    project: ({ data }) => {
      if (data.orderId === 'bad') {
        throw new TypeError('cannot be handled');
      }
      return [{ row: data.orderId, add: { count: 1 } }];
    },
  });

  it('is named with the event, which skip passes over, and who did it stays on record', async () => {
    rig = eventsRig([fragile]);
    await placed('bad');
    await rig.indexAll();
    await rig.project();

    const stopped = await rig.events('lag');
    const place = /skip fragile (\S+)/.exec(stopped.output)?.[1] ?? '';
    const planned = await rig.events(`skip fragile ${place} --dry-run`);
    const still = (await rig.events('lag')).code;
    const skipped = await rig.events(`skip fragile ${place} --reason 'a test order'`);

    expect(stopped.code).toBe(1);
    expect(stopped.output).toContain(`fragile stands still at ${place}, order-bad@1: TypeError`);
    expect(planned.output).toBe(`fragile would pass over ${place}, order-bad@1\n`);
    expect(still).toBe(1);
    expect(skipped.output).toBe(`fragile passes over ${place}, order-bad@1\n`);
    expect((await rig.events('lag')).code).toBe(0);
    const record = [...rig.index.scan()].find(({ key }) => key.sort.startsWith('skipped#'));
    expect(record?.attributes).toMatchObject({ by: 'olga', reason: 'a test order', stream: 'order-bad' });
  });

  it.each([
    ['skip fragile 99:1', 2],
    ['skip fragile 7', 2],
    ['skip fragile 07:1', 1],
  ])('%s ends with %i', async (command, code) => {
    rig = eventsRig([fragile]);

    expect((await rig.events(command)).code).toBe(code);
  });

  it('stops a replay, and readers keep what they had', async () => {
    rig = eventsRig([fragile]);
    await placed('good');
    await rig.indexAll();
    await rig.project();
    await placed('bad');
    await rig.indexAll();

    const { code, output } = await rig.events('replay fragile');

    expect(code).toBe(1);
    expect(output).toContain('an event stops generation 2; readers see the old one');
    expect(await rig.operations.projector.state('fragile')).toMatchObject({ live: { generation: 1 } });
  });
});

describe('replay', () => {
  it('builds a projection anew beside the live one, with progress, and switches', async () => {
    await placed('o1');
    await confirmed('o1');
    await rig.indexAll();
    await rig.project();

    const planned = await rig.events('replay sales-by-day --dry-run');
    const before = await rig.operations.projector.state('sales-by-day');
    const { code, output, progress } = await rig.events('replay sales-by-day');

    expect(planned.output).toBe('sales-by-day: 2 events to read; generation 1 stays read meanwhile\n');
    expect(before).toMatchObject({ live: { generation: 1 }, building: undefined });
    expect(code).toBe(0);
    expect(output).toBe('sales-by-day: readers see generation 2, made of 2 events\n');
    expect(progress).toContain('2 of 2 events');
    const rows = await createViews({ items: rig.index }).list('sales-by-day');
    expect(rows.map(({ fields }) => fields)).toEqual([{ orders: 1, sold: 1000 }]);
  });

  it('ends after Ctrl-C at the next safe point, and goes on where it was', async () => {
    await placed('o1');
    await rig.indexAll();
    await rig.project();
    const stop = new AbortController();
    stop.abort();
    const late = {
      ...rig.operations,
      rebuild: () => Promise.resolve({ kind: 'unfinished', generation: 2, events: 0 } as const),
    };

    const cut = await commandOn({ runRoom: runEvents, operations: late }, 'replay stock', { signal: stop.signal });

    expect(cut.code).toBe(130);
    expect(cut.output).toContain('go on with: npm run pipeline -- events replay stock');
    expect((await rig.events('replay stock')).code).toBe(0);
  });
});
