import { describe, expect, it } from '@jest/globals';
import { createHeldEntries, type HeldEntries } from '../../../../lambdas/adapters/redis/held-entries.ts';

function holding(...ids: readonly string[]): HeldEntries {
  const held = createHeldEntries();
  ids.forEach((id) => {
    held.add({ id, fields: {} }, 1);
  });
  return held;
}

const idsOf = (entries: readonly { readonly id: string }[]): readonly string[] => entries.map(({ id }) => id);

describe('held entries', () => {
  it('hands out what is held in its order, each once', () => {
    const held = holding('1-0', '2-0', '3-0');

    expect(idsOf(held.take(0, 2))).toEqual(['1-0', '2-0']);
    expect(idsOf(held.take(0, 2))).toEqual(['3-0']);
    expect(held.take(0, 2)).toEqual([]);
    expect(held.count()).toBe(3);
  });

  it('hands an entry out again, counted, once it was put back', () => {
    const held = holding('1-0');
    held.take(0, 1);

    held.putBack('1-0', 0);

    expect(held.take(0, 1)).toEqual([expect.objectContaining({ id: '1-0', receives: 2 })]);
  });

  it('hands an entry that was taken back out again after its pause, or after a longer delay', () => {
    const held = holding('1-0', '2-0');
    held.take(0, 2);
    held.delay('2-0', 1000);

    held.putBack('1-0', 100);
    held.putBack('2-0', 100);

    expect(held.take(99, 2)).toEqual([]);
    expect(held.take(100, 2)).toEqual([expect.objectContaining({ id: '1-0' })]);
    expect(held.nextDue(100)).toBe(1000);
  });

  it('hands a delayed entry out when it is due and not before, and says when that is', () => {
    const held = holding('1-0', '2-0');

    held.delay('1-0', 1000);

    expect(held.nextDue(999)).toBe(1000);
    expect(idsOf(held.take(999, 2))).toEqual(['2-0']);
    expect(held.nextDue(1000)).toBeUndefined();
    expect(idsOf(held.take(1000, 2))).toEqual(['1-0']);
  });

  it('keeps the count of an entry that is added while it is held', () => {
    const held = holding('1-0');
    held.take(0, 1);

    held.add({ id: '1-0', fields: {} }, 7);

    expect(held.all()).toEqual([expect.objectContaining({ receives: 1, out: true })]);
  });

  it('changes nothing for an entry that is not held', () => {
    const held = holding('1-0');
    held.forget(['1-0']);

    held.putBack('1-0', 0);
    held.delay('1-0', 1000);

    expect(held.count()).toBe(0);
  });
});
