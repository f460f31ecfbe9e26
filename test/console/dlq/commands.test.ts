import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReleaseStock, ReserveStock } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { ConfirmOrder, PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { type DeadLetterRig, deadLetterRig } from '../../support/dead-letter-rig.ts';
import { dlqOn } from '../../support/dlq-on.ts';
import { placedOrder } from '../../support/placed-order.ts';

let rig: DeadLetterRig;

beforeEach(() => {
  rig = deadLetterRig();
});

/** An order whose total is a text, and what came for it later: parked in this order. */
async function parkedOrder(orderId: string): Promise<void> {
  const order = placedOrder({ orderId, lines: [{ sku: 'CD', quantity: 2, amount: 1000 }] });
  await rig.deliver(
    'orders',
    rig.message(PlaceOrder.of(order), { data: { ...order, total: 'ten euros' } }),
    rig.message(ConfirmOrder.of({ orderId, parcel: 'P1' })),
  );
}

const reserve = (orderId: string, quantity = 1): ReturnType<typeof rig.message> =>
  rig.message(ReserveStock.of({ orderId, lines: [{ sku: 'CD', quantity }] }));

async function json(command: string): Promise<unknown> {
  return JSON.parse((await rig.dlq(`${command} --json`)).output);
}

describe('ls', () => {
  it('counts the letters of every queue and of the relay, collecting first', async () => {
    await parkedOrder('o1');
    await rig.moveAway('inventory', reserve('o2'), reserve('o3'));
    await rig.failRelay('o4');

    const { code, output, progress } = await rig.dlq('ls');

    expect(code).toBe(0);
    expect(progress).toBe('collected 3 dead letters out of their queues\n');
    expect(output).toMatch(/^orders +park-key +1 +2 +0 s +1 event-invalid.*total: invalid_type; 1 an earlier/m);
    expect(output).toMatch(/^inventory +skip +2 +2 +0 s +2 moved by its queue after 5 deliveries/m);
    expect(output).toMatch(/^relay +relay +1 +1 +0 s +1 RetryAttemptsExhausted: 1 record of shardId-0001/m);
    expect(output).toMatch(/^shipping +skip +0 +0$/m);
  });

  it('shows the letters of a queue in the order of their key, and no payload', async () => {
    await parkedOrder('o1');

    const { output } = await rig.dlq('ls orders');

    expect(output).toContain('orders (park-key): 2 letters of 1 key');
    expect(output.indexOf('order.place')).toBeLessThan(output.indexOf('order.confirm'));
    expect(output).not.toContain('ten euros');
    expect(await json('ls orders')).toMatchObject([{ letters: [{ position: 1 }, { position: 2 }] }]);
  });

  it.each([
    ['type', [{ name: 'order.place' }, { name: 'order.confirm' }]],
    ['key', [{ name: 'o1', letters: 2 }]],
    ['reason', [{ letters: 1 }, { letters: 1 }]],
  ])('counts letters by %s', async (by, groups) => {
    await parkedOrder('o1');

    expect(await json(`ls orders --by ${by}`)).toMatchObject([{ queue: 'orders', groups }]);
  });

  it('shows as many letters as asked and says how many more there are', async () => {
    await parkedOrder('o1');

    expect((await rig.dlq('ls orders --limit 1')).output).toContain('and 1 more: --limit');
  });

  it('says that there are none', async () => {
    expect((await rig.dlq('ls')).output).toContain('no dead letters');
  });
});

describe('peek', () => {
  it('shows a letter with its envelope and why its consumer cannot read it, and its data only on request', async () => {
    await parkedOrder('o1');
    const [letter] = (await rig.operations.queues[0]?.lines.letters('o1')) ?? [];
    const id = letter?.id ?? '';

    const closed = await rig.dlq(`peek orders ${id}`);
    const open = await rig.dlq(`peek orders ${id} --payload`);

    expect(closed.output).toMatch(/^readable +no: event-invalid: .*total: invalid_type$/m);
    expect(closed.output).toMatch(/^ {2}correlationid +message-1$/m);
    expect(closed.output).not.toContain('ten euros');
    expect(open.output).toContain('"total": "ten euros"');
  });

  it('shows the first letter of a key', async () => {
    await parkedOrder('o1');

    expect(await json('peek orders o1')).toMatchObject({ key: 'o1', position: 1, readable: false });
  });

  it('prints the whole message alone, with data that is kept elsewhere', async () => {
    const reference = await rig.payloads.put({ id: 'p1', text: '{"orderId":"o1"}', life: 'message' });
    const envelope = rig.message(ReleaseStock.of({ orderId: 'o1' }), { data: undefined });
    await rig.broker
      .sender('inventory')
      .publish([
        { id: 'x', type: envelope.type, key: 'o1', body: JSON.stringify({ ...envelope, dataref: reference }) },
      ]);
    await rig.moveAway('inventory');
    const [line] = (await rig.dlq('ls inventory'), await rig.operations.queues[2]?.lines.lines()) ?? [];

    const { output } = await rig.dlq(`peek inventory ${line?.key ?? ''} --raw`);

    expect(JSON.parse(output)).toMatchObject({ type: 'stock.release', data: { orderId: 'o1' } });
  });

  it('says that there is no such letter, and how to find one', async () => {
    const { code, output } = await rig.dlq('peek orders nobody');

    expect(code).toBe(1);
    expect(output).toContain('npm run pipeline -- dlq ls orders');
  });
});

describe('redrive', () => {
  it('shows in a dry run what would be sent, what cannot be read and what stays behind it, and sends nothing', async () => {
    await parkedOrder('o1');
    await rig.moveAway('inventory', reserve('o2'), reserve('o3', -1));

    const { code, output } = await rig.dlq('redrive --all --dry-run');

    expect(code).toBe(1);
    expect(output).toContain('orders: 0 to be sent, 1 that cannot be read, 1 held back');
    expect(output).toContain('inventory: 1 to be sent, 1 that cannot be read, 0 held back');
    expect(rig.handled('inventory')).toEqual([]);
    const listed = (await json('ls --by key')) as readonly { readonly groups: readonly unknown[] }[];
    expect(listed.filter(({ groups }) => groups.length > 0)).toMatchObject([
      { queue: 'orders', groups: [{ letters: 2 }] },
      { queue: 'inventory', groups: [{ letters: 1 }, { letters: 1 }] },
    ]);
  });

  it('sends the letters of a standard queue back and takes each out of its line once the queue has it', async () => {
    await rig.moveAway('inventory', reserve('o2'), reserve('o3'));

    const { code, output } = await rig.dlq('redrive inventory');
    await rig.turn();

    expect(code).toBe(0);
    expect(output).toContain('inventory: 2 of 2 letters redriven, 2 sent');
    expect(rig.handled('inventory')).toHaveLength(2);
    expect((await rig.dlq('redrive inventory')).output).toBe('nothing to redrive\n');
  });

  it.each([
    ['--id letter-1', ['message-1']],
    ['--key letter-2 --key letter-3', ['message-2', 'message-3']],
    ['--type stock.release', ['message-3']],
    ['--reason TIMED', []],
    ['--reason "moved by"', ['message-1', 'message-2', 'message-3']],
    ['--older-than 1h', []],
    ['--older-than 5m --type stock.reserve', ['message-1', 'message-2']],
  ])('takes only what %s selects', async (filter, expected) => {
    const release = (): ReturnType<typeof rig.message> => rig.message(ReleaseStock.of({ orderId: 'o3' }));
    await rig.moveAway('inventory', reserve('o1'), reserve('o2'), release());
    await rig.dlq('ls');
    rig.clock.advance(600_000);

    const { code } = await rig.dlq(`redrive inventory ${filter.replaceAll('"', "'")}`);
    await rig.turn();

    expect(code).toBe(0);
    expect([...rig.handled('inventory')].sort()).toEqual(expected);
  });

  it('holds back what stands behind a letter that is not selected', async () => {
    await parkedOrder('o1');
    const letters = (await rig.operations.queues[0]?.lines.letters('o1')) ?? [];

    const { code, output } = await rig.dlq(`redrive orders --id ${letters[1]?.id ?? ''}`);

    expect(code).toBe(1);
    expect(output).toContain(`behind ${letters[0]?.id ?? ''}`);
    expect(rig.handled('orders')).toEqual([]);
  });

  it('says of a key whose consumer does not answer that it waits, and the next run completes it', async () => {
    await parkedOrder('o1');
    await rig.dlq('edit orders letter-1 --set data.total=1000');
    rig.consumers(false);

    const waiting = await rig.dlq('redrive orders --wait 10s');
    rig.consumers(true);
    const again = await rig.dlq('redrive orders');

    expect(waiting.code).toBe(1);
    expect(waiting.output).toContain('does the consumer of orders run?');
    expect(again.code).toBe(0);
    expect(rig.handled('orders')).toEqual(['new-1', 'message-2']);
  });

  it('ends with 130 when it is interrupted, loses nothing, and goes on when it is run again', async () => {
    await rig.moveAway('inventory', ...Array.from({ length: 25 }, (_, place) => reserve(`o${place}`)));
    await rig.moveAway('inventory');
    await rig.dlq('ls');
    const stop = new AbortController();

    const first = await rig.dlq('redrive inventory', {
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    expect(first.code).toBe(130);
    expect(first.output).toContain('run the same command again');
    expect(await rig.dlq('redrive inventory')).toMatchObject({ code: 0 });
    await rig.turn();

    expect(new Set(rig.handled('inventory')).size).toBe(25);
    expect(rig.handled('inventory')).toHaveLength(25);
  });

  it('failure mode 16: has the sweeper publish what the relay did not, and drops the pointers once nothing waits', async () => {
    await rig.failRelay('o1');

    const { code, output } = await rig.dlq('redrive relay');

    expect(code).toBe(0);
    expect(output).toContain('relay: 1 message published by the sweeper, 1 of 1 pointer dropped');
    expect(rig.broker.figuresOf('fulfilment').sent).toBe(1);
    expect(await json('audit relay')).toMatchObject([{ action: 'redrive', by: 'olga', letters: ['pointer-1'] }]);
  });

  it('keeps the pointers of the relay while something stays unpublished, and says so', async () => {
    await rig.failRelay('o1');
    rig.publishing(false);

    const { code, output } = await rig.dlq('redrive relay');

    expect(code).toBe(1);
    expect(output).toContain('the pointers stay, because 1 of 1 messages found were not published');
    expect(await json('ls relay')).toMatchObject([{ letters: [{ id: 'pointer-1' }] }]);
  });
});

describe('drop', () => {
  it('takes one letter away without being asked twice, and keeps what it said', async () => {
    await parkedOrder('o1');

    const { code } = await rig.dlq('drop orders --id letter-1');

    expect(code).toBe(0);
    expect(await json('ls orders')).toMatchObject([{ letters: [{ id: 'letter-2' }] }]);
    expect(await json('audit orders --payload')).toMatchObject([
      {
        action: 'drop',
        by: 'olga',
        key: 'o1',
        letters: ['letter-1'],
        before: expect.stringContaining('ten euros') as unknown,
      },
    ]);
  });

  it('drops none of several letters without --yes, and exits with 2', async () => {
    await parkedOrder('o1');

    const refused = await rig.dlq('drop orders --key o1');
    expect(refused).toMatchObject({
      code: 2,
      output: expect.stringContaining('2 letters would be dropped, and none is') as unknown,
    });
    expect(await json('ls orders')).toMatchObject([{ letters: [{}, {}] }]);

    expect(await rig.dlq('drop orders --key o1 --yes')).toMatchObject({ code: 0 });
    expect(await json('ls orders')).toMatchObject([{ letters: [] }]);
    expect(await rig.dlq('drop orders --key o1 --yes')).toMatchObject({ code: 0, output: 'orders: nothing to drop\n' });
  });

  it('shows in a dry run what would go', async () => {
    await parkedOrder('o1');

    expect((await rig.dlq('drop orders --all --dry-run')).output).toContain('orders: 2 to be dropped');
    expect(await json('ls orders')).toMatchObject([{ letters: [{}, {}] }]);
  });

  it.each(['drop orders', 'drop orders --all --id x', 'drop', 'drop a b --all'])('rejects "%s"', async (command) => {
    expect(await rig.dlq(command)).toMatchObject({ code: 2, output: '' });
  });
});

describe('edit', () => {
  it('shows what it changes, keeps both messages, and leaves it to a redrive to send the letter', async () => {
    await parkedOrder('o1');

    const { code, output } = await rig.dlq('edit orders letter-1 --set data.total=1000');

    expect(code).toBe(0);
    expect(output).toMatch(/^ {2}data\.total +"ten euros" +-> +1000$/m);
    expect(output).toMatch(/^ {2}id +"message-1" +-> +"new-1"$/m);
    expect(output).toContain('npm run pipeline -- dlq redrive orders --key o1');
    expect(rig.handled('orders')).toEqual([]);
    expect(await json('audit orders --payload')).toMatchObject([
      {
        action: 'edit',
        before: expect.stringContaining('ten euros') as unknown,
        after: expect.stringContaining('1000') as unknown,
      },
    ]);
    expect(await rig.dlq('redrive orders')).toMatchObject({ code: 0 });
    expect(rig.handled('orders')).toEqual(['new-1', 'message-2']);
  });

  it.each([
    ['--set data.total=-1', 'total: too_small'],
    ['--unset data.lines', 'lines: invalid_type'],
    ['--set type=order.unknown', 'event-unknown'],
    ['--set subject=o2', 'subject must stay the key of its line'],
  ])('refuses %s and changes nothing', async (change, reason) => {
    await parkedOrder('o1');

    const { code, output } = await rig.dlq(`edit orders letter-1 --set data.total=1000 ${change}`);

    expect(code).toBe(1);
    expect(output).toContain(reason);
    expect(await json('audit orders')).toEqual([]);
  });

  it('changes nothing in a dry run', async () => {
    await parkedOrder('o1');

    expect(await rig.dlq('edit orders letter-1 --set data.total=1000 --dry-run')).toMatchObject({ code: 0 });
    expect(await json('peek orders o1')).toMatchObject({ readable: false });
  });

  it('takes a whole message from a file', async () => {
    await parkedOrder('o1');
    const raw = (await rig.dlq('peek orders letter-1 --raw')).output;

    const answer = await rig.dlq('edit orders letter-1 --file m.json', {
      files: { 'm.json': raw.replace('"ten euros"', '1000') },
    });

    expect(answer).toMatchObject({ code: 0 });
    expect(await json('peek orders o1')).toMatchObject({ readable: true });
  });

  it.each([
    ['edit orders letter-1', 'either --set and --unset, or --file'],
    ['edit orders letter-1 --set data.total=1 --file f', 'either --set and --unset, or --file'],
    ['edit orders letter-1 --file missing', '--file must name a file'],
    ['edit orders letter-1 --set nothing', '--set must be PATH=VALUE'],
    ['edit orders letter-1 --set data.lines.9.sku=CD', 'found nothing at data.lines.9'],
    ['edit relay pointer-1 --set a=1', 'must be one of orders'],
  ])('rejects "%s"', async (command, fault) => {
    await parkedOrder('o1');

    const { code, progress } = await rig.dlq(command);

    expect(code).toBe(2);
    expect(progress).toContain(fault);
  });
});

describe('every command', () => {
  it.each([
    ['nope', 'dlq must be given one of ls, peek, redrive, drop, edit, audit, got "nope"'],
    ['ls --nope', "options must be those that --help lists, got: Unknown option '--nope'\n"],
    ['ls nope', 'a queue with dead letters must be one of orders, '],
    ['ls --by nope', '--by must be key, reason or type, got "nope"'],
    ['ls --limit 0', '--limit must be a whole number of at least 1, got "0"'],
    ['redrive', 'one QUEUE or --all, got neither'],
    ['redrive orders --all', 'one QUEUE or --all, got orders'],
    ['redrive orders --older-than 1', '--older-than must be a time such as 90s, 15m, 1h or 2d, got "1"'],
    ['redrive orders --rate 0', '--rate must be a whole number'],
    ['peek orders', 'must be given QUEUE and ID|KEY, got orders'],
  ])('rejects "%s" with exit code 2', async (command, fault) => {
    const { code, progress, output } = await rig.dlq(command);

    expect(code).toBe(2);
    expect(progress).toContain(fault);
    expect(output).toBe('');
  });

  it.each(['ls', 'peek', 'redrive', 'drop', 'edit', 'audit'])('explains %s', async (command) => {
    const { code, output } = await rig.dlq(`${command} --help`);

    expect(code).toBe(0);
    expect(output).toContain(`Usage: dlq ${command}`);
  });

  it('says in a sentence that AWS refused a request, and throws on what is its own fault', async () => {
    const refused = Object.assign(new Error('not authorized to perform: sqs:receivemessage'), {
      ...{ name: 'AccessDenied', $metadata: {} },
    });
    const failing = (error: Error): typeof rig.operations => ({
      ...rig.operations,
      auditOf: () => Promise.reject(error),
    });

    const { code, screen } = await dlqOn(failing(refused), ['audit', 'orders']);

    expect(code).toBe(1);
    expect(screen).toBe(
      'AWS must answer what the command asks, got AccessDenied: not authorized to perform: sqs:receivemessage; ' +
        'docs/dead-letters.md says what an operator needs\n',
    );
    await expect(dlqOn(failing(new TypeError('bug')), ['audit', 'orders'])).rejects.toThrow('bug');
  });

  it('names the deployment in what it says to type next', async () => {
    await parkedOrder('o1');

    expect((await rig.dlq('ls --env dev')).output).toContain('npm run pipeline -- dlq ls orders --env dev');
  });

  it('writes down who asked', async () => {
    await parkedOrder('o1');

    await rig.dlq("drop orders --id letter-1 --by 'Ann Bee'");

    expect(await json('audit orders')).toMatchObject([{ by: 'Ann Bee' }]);
  });

  it('shows nothing of a message that would steer the terminal', async () => {
    const strange = rig.message(ConfirmOrder.of({ orderId: 'o1', parcel: 'P1' }), { type: 'clear\u001b[2J' });
    const sender = rig.broker.sender('orders');
    await sender.publish([{ id: 'x', type: 'plain', key: 'o1', body: JSON.stringify(strange) }]);
    await rig.turn();

    const { output } = await rig.dlq('ls orders');

    expect(output).toContain('clear?[2J');
    expect(output).not.toContain('\u001b');
  });
});
