import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Claim, markKey } from '../../lambdas/core/idempotency/claim.ts';
import type { Marks } from '../../lambdas/core/idempotency/marks.ts';

const schema = 'urn:example:OrderPlaced:1';
const now = Date.UTC(2100, 0, 1);
const times = { now, until: now + 30_000, horizon: now - 1000 };
const later = { now: now + 60_000, until: now + 90_000, horizon: now + 59_000 };

/** What marks of handled messages must do wherever they are kept. */
export function marksConformance(name: string, open: () => Marks): void {
  describe(`marks (${name})`, () => {
    let marks: Marks;
    let messageId: string;
    beforeEach(() => {
      marks = open();
      messageId = randomUUID();
    });
    const claim = (attempt: string, fingerprint = 'print', shape = schema): Claim => ({
      ...{ key: markKey('charging', messageId), attempt, schema: shape, fingerprint },
    });

    it('gives a new message to one of many who claim it at the same time', async () => {
      const attempts = Array.from({ length: 20 }, (_, index) => `attempt-${index}`);

      const states = await Promise.all(attempts.map((attempt) => marks.take(claim(attempt), times)));

      expect(states.filter(({ kind }) => kind === 'mine')).toHaveLength(1);
      expect(states.filter(({ kind }) => kind === 'busy')).toHaveLength(19);
    });

    it('says mine again to the attempt that owns the mark, whose answer was lost', async () => {
      await marks.take(claim('one'), times);

      expect(await marks.take(claim('one'), times)).toEqual({ kind: 'mine' });
    });

    it('is busy until the lease is over, and then free', async () => {
      await marks.take(claim('one'), times);

      expect(await marks.take(claim('two'), { ...later, horizon: times.until - 1 })).toEqual({
        kind: 'busy',
        until: times.until,
      });
      expect(await marks.take(claim('two'), { ...later, horizon: times.until })).toEqual({ kind: 'mine' });
    });

    it('failure mode 76: a late owner neither extends, completes nor releases what another one took over', async () => {
      await marks.take(claim('one'), times);
      await marks.take(claim('two'), later);

      expect(await marks.extend(claim('one'), later.until + 1)).toBe(false);
      expect(await marks.complete(claim('one'), { result: 'late' })).toBe(false);
      await marks.release(claim('one'));

      expect(await marks.take(claim('three'), times)).toEqual({ kind: 'busy', until: later.until });
      expect(await marks.complete(claim('two'), { result: 'in time' })).toBe(true);
    });

    it('keeps the lease of its owner for as long as it was extended', async () => {
      await marks.take(claim('one'), times);

      expect(await marks.extend(claim('one'), later.until)).toBe(true);

      expect(await marks.take(claim('two'), later)).toEqual({ kind: 'busy', until: later.until });
    });

    it('is done for everyone once completed, with the result, and never free again', async () => {
      await marks.take(claim('one'), times);
      const result = { result: { total: 12.5, lines: ['a', 'b'], paid: true } };
      expect(await marks.complete(claim('one'), result)).toBe(true);

      const state = await marks.take(claim('two'), later);

      expect(state).toMatchObject({ kind: 'done', mark: { attributes: { ...result, done: true, attempt: 'one' } } });
      expect(await marks.extend(claim('one'), later.until)).toBe(false);
    });

    it('is free at once when released, for a mended payload too', async () => {
      await marks.take(claim('one'), times);

      await marks.release(claim('one'));

      expect(await marks.take(claim('two', 'mended'), times)).toEqual({ kind: 'mine' });
    });

    it('is foreign to another payload of the same shape, done or not', async () => {
      await marks.take(claim('one'), times);
      expect(await marks.take(claim('two', 'other'), later)).toEqual({ kind: 'foreign' });
      await marks.complete(claim('one'), {});

      expect(await marks.take(claim('two', 'other'), later)).toEqual({ kind: 'foreign' });
    });

    it('is free for a payload of another version of its shape once the lease is over, and busy before', async () => {
      await marks.take(claim('one'), times);
      const upgraded = claim('two', 'other', 'urn:example:OrderPlaced:2');

      expect(await marks.take(upgraded, times)).toEqual({ kind: 'busy', until: times.until });
      expect(await marks.take(upgraded, later)).toEqual({ kind: 'mine' });
    });

    it('neither extends nor completes a mark that nobody took', async () => {
      expect(await marks.extend(claim('one'), times.until)).toBe(false);
      expect(await marks.complete(claim('one'), {})).toBe(false);
    });
  });
}
