import { describe, expect, it } from '@jest/globals';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { KeyWrapping } from '../../lambdas/core/ports/key-wrapping.ts';
import { forgottenKey, subjectKeyItem } from '../../lambdas/core/privacy/subject-item.ts';
import { createSubjectKeys } from '../../lambdas/core/privacy/subject-keys.ts';
import { countingItems } from '../support/counting-items.ts';
import { fixedClock } from '../support/fixed-clock.ts';

/** What keys are kept with. */
export interface SubjectKeysGround {
  readonly items: ItemStore;
  readonly wrapping: KeyWrapping;
  /** A name that no other test uses. */
  readonly subject: () => string;
}

/** What every way of keeping the keys of persons must do. */
export function subjectKeysConformance(name: string, ground: SubjectKeysGround): void {
  const { wrapping, subject } = ground;
  const keysOf = (): ReturnType<typeof createSubjectKeys> => createSubjectKeys({ ...ground, clock: fixedClock() });

  describe(`keys of persons: ${name}`, () => {
    it('makes a key of 32 bytes, the same for every process, another for every person', async () => {
      const [one, other] = [subject(), subject()];
      const key = await keysOf().keyFor(one);

      expect(key).toMatchObject({ kind: 'key' });
      expect(key.kind === 'key' ? key.bytes.length : 0).toBe(32);
      expect(hex(await keysOf().find(one))).toBe(hex(key));
      expect(hex(await keysOf().keyFor(other))).not.toBe(hex(key));
    });

    it('finds none before one is made, and makes none by looking', async () => {
      const one = subject();

      expect(await keysOf().find(one)).toEqual({ kind: 'absent' });
      expect(await ground.items.get(subjectKeyItem(one))).toBeUndefined();
    });

    it('gives one key to all who ask for a first one at the same time, in one process and in several', async () => {
      const one = subject();
      const [mine, others] = [keysOf(), keysOf()];

      const keys = await Promise.all([mine.keyFor(one), mine.keyFor(one), others.keyFor(one), keysOf().keyFor(one)]);

      expect(new Set(keys.map(hex)).size).toBe(1);
    });

    it('keeps no key in clear', async () => {
      const one = subject();
      const key = await keysOf().keyFor(one);

      const item = await ground.items.get(subjectKeyItem(one));

      const bytes = key.kind === 'key' ? Buffer.from(key.bytes) : Buffer.alloc(1);
      expect(JSON.stringify(item)).not.toContain(bytes.toString('base64'));
      const wrapped = item?.attributes['wrapped'];
      expect(Buffer.from(typeof wrapped === 'string' ? wrapped : '', 'base64').includes(bytes)).toBe(false);
    });

    it('asks neither store nor master key again for a while, and asks then', async () => {
      const one = subject();
      await keysOf().keyFor(one);
      const { items, counts } = countingItems(ground.items);
      const clock = fixedClock();
      const keys = createSubjectKeys({ items, wrapping, clock });

      await Promise.all([keys.find(one), keys.find(one), keys.keyFor(one)]);
      expect(counts).toMatchObject({ get: 1, write: 0 });
      clock.advance(59_999);
      await keys.find(one);
      expect(counts).toMatchObject({ get: 1, write: 0 });
      clock.advance(1);
      await keys.find(one);

      expect(counts).toMatchObject({ get: 2, write: 0 });
    });

    it('failure mode 60: makes no key again for a person who was forgotten, whatever was before', async () => {
      const [known, unknown] = [subject(), subject()];
      await keysOf().keyFor(known);
      for (const one of [known, unknown]) {
        expect(await ground.items.write(forgottenKey(one, 1))).toEqual({ ok: true });

        expect(await keysOf().find(one)).toEqual({ kind: 'forgotten' });
        expect(await keysOf().keyFor(one)).toEqual({ kind: 'forgotten' });
        expect((await ground.items.get(subjectKeyItem(one)))?.attributes).toEqual({ forgottenAt: 1 });
        expect(await ground.items.write(forgottenKey(one, 2))).toMatchObject({ ok: false });
      }
    });

    it('does not unwrap a key for another person than it was made for', async () => {
      const [one, other] = [subject(), subject()];
      const { wrapped, bytes } = await wrapping.generate(one);

      expect(Buffer.from(await wrapping.unwrap(one, wrapped))).toEqual(Buffer.from(bytes));
      await expect(wrapping.unwrap(other, wrapped)).rejects.toMatchObject({
        code: 'keys-unavailable',
        retryable: false,
      });
    });
  });
}

function hex(key: { readonly kind: string; readonly bytes?: Uint8Array }): string {
  return key.bytes === undefined ? key.kind : Buffer.from(key.bytes).toString('hex');
}
