import { describe, expect, it } from '@jest/globals';
import { fifoNameCheck, kindOf } from '../../../../lib/constructs/checks/fifo-name-check.ts';

describe('fifoNameCheck', () => {
  it.each([
    ['orders.fifo', true, true],
    ['orders', false, true],
    ['orders', true, false],
    ['orders.fifo', false, false],
    [undefined, true, true],
  ])('decides the name %s of fifo=%s as %s', (name, fifo, holds) => {
    expect(fifoNameCheck('queueName', name, fifo).holds).toBe(holds);
  });
});

describe('kindOf', () => {
  it.each([
    [true, 'FIFO'],
    [false, 'standard'],
  ])('calls fifo=%s %s', (fifo, kind) => {
    expect(kindOf(fifo)).toBe(kind);
  });
});
