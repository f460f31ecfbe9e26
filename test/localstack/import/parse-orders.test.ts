import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import type { RejectReason } from '../../../localstack/import/order-import.ts';
import { parseOrders } from '../../../localstack/import/parse-orders.ts';

const header = 'order_id,customer_id,placed_at,sku,quantity,amount';
const sound = 'o1,c1,1997-01-01T00:00:00Z,CD,2,19.99';

/** A file of these lines below its header. */
function file(...lines: readonly string[]): string {
  return `${[header, ...lines].join('\n')}\n`;
}

/** A sound line with some fields of its own. */
function line(fields: Partial<Record<'id' | 'customer' | 'at' | 'sku' | 'quantity' | 'amount', string>>): string {
  const {
    id = 'o1',
    customer = 'c1',
    at = '1997-01-01T00:00:00Z',
    sku = 'CD',
    quantity = '2',
    amount = '19.99',
  } = fields;
  return [id, customer, at, sku, quantity, amount].join(',');
}

describe('import of orders', () => {
  it('reads an order with its lines and its total in cents', () => {
    const { read, orders, rejects } = parseOrders(file(sound, line({ sku: 'LP', quantity: '1', amount: '0.01' })));

    expect(read).toBe(1);
    expect(rejects).toEqual([]);
    expect(orders).toEqual([
      {
        orderId: 'o1',
        customerId: 'c1',
        placedAt: '1997-01-01T00:00:00Z',
        lines: [
          { sku: 'CD', quantity: 2, amount: 1999 },
          { sku: 'LP', quantity: 1, amount: 1 },
        ],
        total: 2000,
      },
    ]);
  });

  it('takes all lines of one id for one order, wherever they stand, and keeps both orders', () => {
    const text = file(line({ id: 'a', sku: 'A' }), line({ id: 'b', sku: 'B' }), line({ id: 'a', sku: 'C' }));

    const { orders } = parseOrders(text);

    expect(orders.map(({ orderId, lines }) => [orderId, lines.map(({ sku }) => sku)])).toEqual([
      ['a', ['A', 'C']],
      ['b', ['B']],
    ]);
  });

  it.each([
    ['0.00', 0],
    ['-0.00', 0],
    ['0.07', 7],
    ['0.29', 29],
    ['1.10', 110],
    ['8.70', 870],
    ['1005.30', 100_530],
    ['4503599627370.97', undefined],
    ['999999999999.99', 99_999_999_999_999],
  ])('reads the amount %s as exactly %p cents', (amount, cents) => {
    const { orders } = parseOrders(file(line({ amount })));

    expect(orders[0]?.total).toBe(cents);
  });

  it('reads any amount of cents exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), (cents) => {
        const digits = String(cents).padStart(3, '0');
        const amount = `${digits.slice(0, -2)}.${digits.slice(-2)}`;

        expect(parseOrders(file(line({ amount }))).orders[0]?.total).toBe(cents);
      }),
    );
  });

  it.each([
    ['a byte order mark', `\uFEFF${file(sound)}`],
    ['lines that end in CR LF', file(sound).replaceAll('\n', '\r\n')],
    ['no end of line at its end', file(sound).trimEnd()],
    ['lines that end in CR', file(sound).replaceAll('\n', '\r')],
    ['a header that ends in CR LF and lines that end in LF', `${header}\r\n${sound}\n`],
    ['a header that ends in LF and lines that end in CR LF', `${header}\n${sound}\r\n`],
    ['empty lines', `${header}\n\n${sound}\n\n`],
    ['quotes around fields', file('"o1","c1","1997-01-01T00:00:00Z","CD","2","19.99"')],
  ])('reads a file with %s like any other', (_, text) => {
    expect(parseOrders(text)).toEqual(parseOrders(file(sound)));
    expect(parseOrders(text).orders).toHaveLength(1);
  });

  it('keeps commas and quotes of quoted fields', () => {
    const { orders } = parseOrders(file(line({ sku: '"7"" vinyl, ""A"" side"' })));

    expect(orders[0]?.lines[0]?.sku).toBe('7" vinyl, "A" side');
  });

  it('counts empty lines when it tells where a fault is', () => {
    expect(parseOrders(file('', sound, '', line({ id: 'o2', sku: '' }))).rejects).toMatchObject([{ line: 5 }]);
  });

  it('takes a quote inside a field for a character, so that no line swallows those after it', () => {
    const { orders } = parseOrders(file(line({ sku: '7" vinyl' }), line({ id: 'o2' })));

    expect(orders.map(({ lines }) => lines[0]?.sku)).toEqual(['7" vinyl', 'CD']);
  });

  it('reads a header alone as no orders', () => {
    expect(parseOrders(file())).toEqual({ read: 0, entries: [], orders: [], rejects: [] });
  });

  it.each([
    ['nothing', '', 'got ""'],
    ['other columns', 'id,customer\n1,2\n', 'got "id,customer"'],
    ['columns in another order', `customer_id,order_id,placed_at,sku,quantity,amount\n${sound}\n`, 'got "customer_id'],
    ['no header', `${sound}\n`, 'got "o1,c1'],
    ['a longer header', `${header},note\n${sound},x\n`, 'got "order_id'],
  ])('rejects a file that has %s for its header', (_, text, message) => {
    expect(() => parseOrders(text)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(message) }),
    );
  });

  it('quotes at most 80 characters of a wrong header', () => {
    expect(() => parseOrders('x'.repeat(1000))).toThrow(`got "${'x'.repeat(80)}"`);
  });

  it('lets a quote that is not closed on its line spoil that line and none after it', () => {
    const text = file(line({ sku: '"CD' }), line({ id: 'o2' }), line({ id: 'o3', sku: '"LP"' }));

    const { read, orders, rejects } = parseOrders(text);

    expect(read).toBe(3);
    expect(orders.map(({ orderId }) => orderId)).toEqual(['o2', 'o3']);
    expect(rejects).toEqual([
      { orderId: 'o1', reason: 'unparsable', line: 2, detail: 'quotes must be closed on their line' },
    ]);
  });

  it('rejects both halves of a field with a line end in it, and accepts no part of their order', () => {
    const { read, orders, rejects } = parseOrders(file(sound, line({ sku: '"A\nB"' })));

    expect([read, orders.length]).toEqual([2, 0]);
    expect(rejects).toMatchObject([{ orderId: 'o1', line: 3 }, { line: 4 }]);
  });

  it.each([
    [0, []],
    [1, ['a']],
    [2, ['a', 'b']],
    [9, ['a', 'b', 'c']],
  ])('takes the first %i orders of the file, with all their lines', (limit, ids) => {
    const text = file(line({ id: 'a' }), line({ id: 'b' }), line({ id: 'c' }), line({ id: 'a', sku: 'LP' }));

    const { read, orders } = parseOrders(text, limit);

    expect(read).toBe(ids.length);
    expect(orders.map(({ orderId }) => orderId)).toEqual(ids);
    expect(orders[0]?.lines ?? []).toHaveLength(limit === 0 ? 0 : 2);
  });

  it('reads an id that starts with C as a return, with what comes back and not what it is said to be worth', () => {
    const back = { id: 'C7', quantity: '-2', amount: '-19.99', at: '1997-02-01T00:00:00Z' };
    const { entries, orders } = parseOrders(file(sound, line(back), line({ ...back, sku: 'LP', amount: '0.00' })));

    expect(entries.map(({ kind }) => kind)).toEqual(['order', 'return']);
    expect(orders).toHaveLength(1);
    expect(entries[1]).toEqual({
      kind: 'return',
      goods: {
        ...{ returnId: 'C7', customerId: 'c1', returnedAt: '1997-02-01T00:00:00Z' },
        lines: [
          { sku: 'CD', quantity: 2 },
          { sku: 'LP', quantity: 2 },
        ],
      },
    });
  });

  it('counts rejected orders towards the limit', () => {
    const { read, orders, rejects } = parseOrders(file(line({ id: 'C1' }), line({ id: 'b' })), 1);

    expect([read, orders.length, rejects.length]).toEqual([1, 0, 1]);
  });
});

describe('rejected orders', () => {
  it.each<readonly [string, string, RejectReason, string]>([
    [
      'the quantity of a return that is 0',
      line({ id: 'C1', quantity: '0' }),
      'quantity',
      'quantity of a return must be below 0',
    ],
    ['a return of a quantity above 0', line({ id: 'C1' }), 'quantity', 'quantity of a return must be below 0'],
    [
      'a return of an amount above 0',
      line({ id: 'C1', quantity: '-1', amount: '0.01' }),
      'amount',
      'amount of a return must not be above 0',
    ],
    ['too few fields', 'o1,c1', 'unparsable', 'a line must have 6 fields'],
    ['too many fields', `${sound},x`, 'unparsable', 'a line must have 6 fields'],
    ['no id', line({ id: '' }), 'unparsable', 'order_id must not be empty'],
    ['no SKU', line({ sku: '' }), 'unparsable', 'sku must not be empty'],
    ...[
      '1997-01-01',
      '1997-01-01T00:00:00',
      '1997-01-01T00:00:00+01:00',
      '1997-13-01T00:00:00Z',
      '1997-02-29T00:00:00Z',
      '1997-01-01T24:00:00Z',
      '1997-01-01T00:00Z',
      '1997-01-01T00:00:00.1234Z',
      'now',
      '',
    ].map(
      (at) =>
        [
          `the time "${at}"`,
          line({ at }),
          'unparsable',
          'placed_at must be a UTC time such as 1997-01-01T00:00:00Z',
        ] as const,
    ),
    ...['', '1.5', 'two', '1e3', '+1', '1234567890'].map(
      (quantity) =>
        [`the quantity "${quantity}"`, line({ quantity }), 'unparsable', 'quantity must be a whole number'] as const,
    ),
    ...['', '1', '1.5', '1.500', '1,50', '.50', '$1.00', '1e3', '1234567890123.00'].map(
      (amount) =>
        [
          `the amount "${amount}"`,
          line({ amount: amount.includes(',') ? `"${amount}"` : amount }),
          'unparsable',
          'amount must be a number with two decimals',
        ] as const,
    ),
    ['no customer', line({ customer: '' }), 'missing customer', 'customer_id must not be empty'],
    ['the quantity 0', line({ quantity: '0' }), 'quantity', 'quantity must be above 0'],
    ['the quantity -1', line({ quantity: '-1' }), 'quantity', 'quantity must be above 0'],
    ['the amount -0.01', line({ amount: '-0.01' }), 'amount', 'amount must not be negative'],
  ])('have a reason, a line and what was expected: %s', (...[, text, reason, detail]) => {
    const { read, orders, rejects } = parseOrders(file(line({ id: 'other' }), text));

    expect([read, orders.length]).toEqual([2, 1]);
    expect(rejects).toEqual([expect.objectContaining({ reason, line: 3, detail })]);
  });

  /** A line that breaks every rule from its reason on, by the order in which reasons count. */
  const faults: readonly (readonly [RejectReason, string])[] = [
    ['unparsable', line({ sku: '' })],
    ['missing customer', line({ customer: '' })],
    ['quantity', line({ quantity: '0' })],
    ['amount', line({ amount: '-1.00' })],
  ];

  it('have the first reason that applies to any of their lines, whatever their order', () => {
    faults.forEach(([reason], first) => {
      const lines = faults.slice(first).map(([, text]) => text);
      expect(parseOrders(file(...lines)).rejects).toMatchObject([{ reason, line: 2 }]);
      expect(parseOrders(file(...lines.toReversed())).rejects).toMatchObject([{ reason, line: 1 + lines.length }]);
    });
  });

  it('are also returns of which a line cannot be read, or that name no customer', () => {
    const { rejects } = parseOrders(file('C1,c1', line({ id: 'C2', customer: '', quantity: '-1', amount: '-1.00' })));

    expect(rejects.map(({ orderId, reason }) => [orderId, reason])).toEqual([
      ['C1', 'unparsable'],
      ['C2', 'missing customer'],
    ]);
  });

  it.each([
    ['too short', 'o1,c1,1997-01-01T00:00:00Z,CD,2'],
    ['too long', `${sound},x`],
    ['without an end to its quotes', line({ sku: '"CD' })],
  ])('include the order of which one line is %s, for without it the total is wrong', (_, broken) => {
    for (const lines of [
      [sound, broken],
      [broken, sound],
    ]) {
      const { read, orders, rejects } = parseOrders(file(...lines));

      expect([read, orders.length]).toEqual([1, 0]);
      expect(rejects).toMatchObject([{ orderId: 'o1', reason: 'unparsable', line: 2 + lines.indexOf(broken) }]);
    }
  });

  it('name the first line at fault, not the first line of the order', () => {
    const text = file(sound, line({ id: 'o2' }), line({ quantity: '0' }), line({ quantity: '0' }));

    expect(parseOrders(text).rejects).toMatchObject([{ orderId: 'o1', reason: 'quantity', line: 4 }]);
  });

  it('leave no line of theirs in another order', () => {
    const { orders } = parseOrders(file(line({ id: 'a' }), line({ id: 'b', quantity: '0' }), line({ id: 'b' })));

    expect(orders.map(({ orderId, lines }) => [orderId, lines.length])).toEqual([['a', 1]]);
  });

  it('are one for each line that does not tell its order', () => {
    const { read, rejects } = parseOrders(file('x', 'x', line({ id: '' }), '"o1,c1'));

    expect(read).toBe(4);
    expect(rejects.map(({ orderId, line: at }) => [orderId, at])).toEqual([
      ['', 2],
      ['', 3],
      ['', 4],
      ['', 5],
    ]);
  });

  it('include the order whose total is past exact numbers, at the line that takes it there', () => {
    const most = line({ amount: '999999999999.99' });
    const ninety = Array.from({ length: 90 }, () => most);

    expect(parseOrders(file(...ninety)).orders[0]?.total).toBe(90 * 99_999_999_999_999);
    expect(parseOrders(file(...ninety, most)).rejects).toEqual([
      {
        orderId: 'o1',
        reason: 'amount',
        line: 92,
        detail: 'an order must total at most 9007199254740991 cents',
      },
    ]);
  });

  it('never include a gift, whose amount is zero', () => {
    expect(parseOrders(file(line({ amount: '0.00' }))).orders[0]?.total).toBe(0);
  });
});

describe('counts of an import', () => {
  /** Text with every character that means something in a CSV file. */
  const anyText = fc.string({
    unit: fc.constantFrom('a', 'C', '"', ',', '\n', '\r', ' ', '1', '.', '-'),
    maxLength: 80,
  });

  const field = fc.constantFrom('', '0', '1', '-1', '2.50', '-2.50', 'C1', 'a', 'b', '1997-01-01T00:00:00Z');
  const anyLine = fc.array(field, { minLength: 1, maxLength: 7 }).map((fields) => fields.join(','));
  const nearlySound = fc
    .tuple(fc.constantFrom('a', 'b', 'C1', ''), fc.constantFrom('c', ''), fc.constantFrom('1', '0', 'x'))
    .map(([id, customer, quantity]) => line({ id, customer, quantity }));
  const lines = fc.array(fc.oneof(anyLine, nearlySound), { maxLength: 30 });

  it('add up: accepted plus rejected is read, whatever the file holds', () => {
    fc.assert(
      fc.property(lines, fc.option(fc.nat({ max: 10 }), { nil: undefined }), (some, limit) => {
        const { read, entries, rejects } = parseOrders(file(...some), limit);

        expect(entries.length + rejects.length).toBe(read);
        expect(read).toBeLessThanOrEqual(limit ?? some.length);
      }),
    );
  });

  it('are those of the lines that tell of an order, whatever quotes and line ends stand between them', () => {
    fc.assert(
      fc.property(anyText, (noise) => {
        const { read, orders, rejects } = parseOrders(file(line({ id: 'first' }), noise, line({ id: 'last' })));

        expect(orders.length + rejects.length).toBe(read);
        expect(orders.map(({ orderId }) => orderId)).toEqual(expect.arrayContaining(['first', 'last']));
      }),
    );
  });

  it('name every order once, accepted or rejected', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const { orders, rejects } = parseOrders(file(...some));

        const ids = [...orders, ...rejects].map(({ orderId }) => orderId).filter((id) => id !== '');
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('let no order through that its contract would refuse', () => {
    const digits = (least: number, most: number): fc.Arbitrary<string> =>
      fc.integer({ min: least, max: most }).map((value) => String(value).padStart(2, '0'));
    const time = fc
      .tuple(fc.integer({ min: 1900, max: 2100 }), digits(0, 13), digits(0, 32), digits(0, 25), digits(0, 61))
      .map(([year, month, day, hour, minute]) => `${year}-${month}-${day}T${hour}:${minute}:00Z`);

    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 20 }), (times) => {
        for (const order of parseOrders(file(...times.map((at, index) => line({ id: `o${index}`, at })))).orders) {
          expect(PlaceOrder.parse(order, 1)).toEqual(order);
        }
      }),
    );
  });

  it('total every accepted order as the sum of its lines', () => {
    fc.assert(
      fc.property(lines, (some) => {
        for (const { total, lines: own } of parseOrders(file(...some)).orders) {
          expect(total).toBe(own.reduce((sum, { amount }) => sum + amount, 0));
          expect(own.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
