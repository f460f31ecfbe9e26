import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Reject, RejectReason } from '../../../localstack/import/order-import.ts';
import { rejectsCsv } from '../../../localstack/import/rejects-csv.ts';

const reasons: readonly RejectReason[] = ['repeated', 'unparsable', 'missing customer', 'quantity', 'amount'];

describe('file of rejected orders', () => {
  it('is a header and a line for each', () => {
    const rejects: readonly Reject[] = [
      { orderId: 'C1', reason: 'quantity', line: 2, detail: 'quantity of a return must be below 0' },
      { orderId: '', reason: 'unparsable', line: 3, detail: 'a line must have 6 fields' },
    ];

    expect(rejectsCsv(rejects)).toBe(
      [
        'order_id,reason,line,detail',
        'C1,quantity,2,quantity of a return must be below 0',
        ',unparsable,3,a line must have 6 fields',
        '',
      ].join('\n'),
    );
  });

  it('is the header alone when nothing was rejected', () => {
    expect(rejectsCsv([])).toBe('order_id,reason,line,detail\n');
  });

  it('reads back as what was written, whatever an order is called', () => {
    const reject = fc.record({
      orderId: fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\n', '\r'), maxLength: 6 }),
      reason: fc.constantFrom(...reasons),
      line: fc.integer({ min: 2, max: 1_000_000 }),
      detail: fc.string({ maxLength: 20 }),
    });

    fc.assert(
      fc.property(fc.array(reject, { maxLength: 9 }), (rejects) => {
        const expected = rejects.map((each) => [each.orderId, each.reason, String(each.line), each.detail]);

        expect(parse(rejectsCsv(rejects), { from_line: 2, record_delimiter: '\n' })).toEqual(expected);
      }),
    );
  });
});
