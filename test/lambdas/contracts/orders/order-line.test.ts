import { describe, expect, it } from '@jest/globals';
import { OrderLine } from '../../../../lambdas/contracts/orders/order-line.ts';

const line = { sku: 'CD', quantity: 1, amount: 1177 };

describe('line of an order', () => {
  it.each([
    ['one piece', { quantity: 1 }],
    ['two pieces', { quantity: 2 }],
    ['as many pieces as a safe integer counts', { quantity: Number.MAX_SAFE_INTEGER }],
    ['a gift', { amount: 0 }],
    ['a SKU of one character', { sku: 'C' }],
  ])('may be %s', (_, difference) => {
    expect(OrderLine.parse({ ...line, ...difference })).toEqual({ ...line, ...difference });
  });

  it.each([
    ['without a SKU', { sku: '' }, 'sku'],
    ['of a SKU that is a number', { sku: 85123 }, 'sku'],
    ['of no piece', { quantity: 0 }, 'quantity'],
    ['of fewer pieces than none', { quantity: -1 }, 'quantity'],
    ['of a broken piece', { quantity: 1.5 }, 'quantity'],
    ['of more pieces than a safe integer counts', { quantity: Number.MAX_SAFE_INTEGER + 1 }, 'quantity'],
    ['of a negative amount', { amount: -1 }, 'amount'],
    ['of an amount in fractions of a cent', { amount: 11.77 }, 'amount'],
    ['without an amount', { amount: undefined }, 'amount'],
  ])('is never one %s', (_, difference, field) => {
    const { error } = OrderLine.safeParse({ ...line, ...difference });

    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});
