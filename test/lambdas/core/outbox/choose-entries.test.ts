import { describe, expect, it } from '@jest/globals';
import { chooseEntries } from '../../../../lambdas/core/outbox/choose-entries.ts';
import { carrierKey } from '../../../../lambdas/core/outbox/outbox-carrier.ts';
import { outboxValues } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { Item, ItemKey } from '../../../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';

const tip: ItemKey = { partition: 'order-1', sort: 'tip' };

/** Messages `v<version>.<n>`, each written at its version's number of seconds. */
function messages(version: number, count = 1): readonly OutgoingMessage[] {
  return Array.from({ length: count }, (_, place) => ({
    ...{ id: `v${version}.${place}`, type: 't', key: 'k', body: '{}', since: version * 1000 },
  }));
}

function itemWith(key: ItemKey, ...commits: readonly (readonly [number, readonly OutgoingMessage[]])[]): Item {
  const outbox = Object.assign({}, ...commits.map(([version, some]) => outboxValues(version, some))) as object;
  return { key, attributes: { outbox: { ...outbox } } };
}

const idsOf = (entries: ReturnType<typeof chooseEntries>['line']): readonly string[] =>
  entries.map(({ message }) => message.id);

describe('chooseEntries', () => {
  it('lines up what an item and its carriers hold in the order of their commits', () => {
    const item = itemWith(tip, [1, messages(1)], [3, messages(3)]);
    const carrier = itemWith(carrierKey(tip, 2, 0), [2, messages(2, 2)]);

    for (const items of [
      [item, carrier],
      [carrier, item],
    ]) {
      expect(idsOf(chooseEntries(items, Infinity).line)).toEqual(['v1.0', 'v2.0', 'v2.1', 'v3.0']);
    }
  });

  it('gives each item its own part, and says whether more waits in it', () => {
    const item = itemWith(tip, [1, messages(1)], [3, messages(3)]);
    const carrier = itemWith(carrierKey(tip, 2, 0), [2, messages(2)]);

    expect(chooseEntries([item, carrier], 2000).items.map(({ entries, more }) => [idsOf(entries), more])).toEqual([
      [['v1.0'], true],
      [['v2.0'], false],
    ]);
  });

  it.each([
    [999, []],
    [1000, ['v1.0']],
    [1999, ['v1.0']],
    [2000, ['v1.0', 'v2.0']],
  ])('leaves what was written after %i, and all behind it', (upTo, chosen) => {
    const late = { ...messages(2)[0], id: 'v3.0', since: 0 } as OutgoingMessage;
    const item = itemWith(tip, [1, messages(1)], [2, messages(2)], [3, [late]]);

    expect(idsOf(chooseEntries([item], upTo).line).slice(0, 2)).toEqual(chosen);
    expect(idsOf(chooseEntries([item], 1500).line)).not.toContain('v3.0');
  });

  it('chooses as many as one update can remove, over all items of the partition', () => {
    const item = itemWith(tip, [1, messages(1, 60)], [3, messages(3, 60)]);
    const carrier = itemWith(carrierKey(tip, 2, 0), [2, messages(2, 30)]);

    const { line, items } = chooseEntries([item, carrier], Infinity);

    expect(line).toHaveLength(100);
    expect(idsOf(line).at(-1)).toBe('v3.9');
    expect(items.map(({ more }) => more)).toEqual([true, false]);
  });

  it('takes a message of unknown age for an old one', () => {
    const item = itemWith(tip, [1, [{ id: 'old', type: 't', key: 'k', body: '{}' }]]);

    expect(idsOf(chooseEntries([item], 0).line)).toEqual(['old']);
  });
});
