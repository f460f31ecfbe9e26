import { describe, expect, it } from '@jest/globals';
import {
  type HeldDelivery,
  nextDelay,
  recordOf,
  takeDeliveries,
} from '../../../../lambdas/adapters/rabbitmq/held-deliveries.ts';

const delivery = (id: string, key: string, change: Partial<HeldDelivery> = {}): HeldDelivery => ({
  record: { id, body: id, key, deliveries: 0 },
  receipt: id,
  heldSince: 0,
  notBefore: 0,
  tries: 0,
  out: false,
  stale: false,
  ...change,
});

const taken = (held: readonly HeldDelivery[], ordered: boolean, most = 10): readonly string[] =>
  takeDeliveries(held, { now: 100, most, ordered }).map(({ receipt }) => receipt);

describe('deliveries that a worker holds', () => {
  it('hands out in order, at most as many as are wanted, and none twice', () => {
    const held = [delivery('a1', 'a'), delivery('b1', 'b'), delivery('a2', 'a')];

    expect(taken(held, true, 2)).toEqual(['a1', 'b1']);
    expect(taken(held, true, 2)).toEqual([]);
  });

  it.each([
    ['waits for its next try', { notBefore: 101 }],
    ['is in a batch', { out: true }],
    ['was in a batch when its channel was lost', { out: true, stale: true }],
  ])('hands out nothing behind one of its key that %s, where it keeps order', (_, change) => {
    const held = (): HeldDelivery[] => [delivery('a1', 'a', change), delivery('b1', 'b'), delivery('a2', 'a')];

    expect(taken(held(), true)).toEqual(['b1']);
    expect(taken(held(), false)).toEqual(['b1', 'a2']);
  });

  it('waits with what the broker gives again until the batch that holds it is settled', () => {
    const held = [delivery('1', 'a', { out: true, stale: true }), { ...delivery('1', 'a'), receipt: 'again' }];

    expect(taken(held, false)).toEqual([]);
    expect(taken(held.slice(1), false)).toEqual(['again']);
  });

  it('puts two messages of one id into no batch together', () => {
    const held = [delivery('1', 'a'), { ...delivery('1', 'a'), receipt: 'copy' }];

    expect(taken(held, true)).toEqual(['1']);
  });

  it('counts the deliveries of the broker, the tries here and this one', () => {
    const held = { ...delivery('1', 'a', { tries: 2 }), record: { id: '1', body: '', key: undefined, deliveries: 3 } };

    expect(recordOf(held, false)).toEqual({ id: '1', body: '', group: undefined, receiveCount: 6, receipt: '1' });
    expect(recordOf(held, true).group).toBe('1');
  });

  it('tells when the first delay is over', () => {
    expect(nextDelay([delivery('1', 'a', { notBefore: 130 }), delivery('2', 'b', { notBefore: 120 })], 100)).toBe(20);
    expect(nextDelay([delivery('1', 'a')], 100)).toBeUndefined();
  });
});
