import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPartitionLane, type LaneEntry } from '../../../../lambdas/adapters/kafka/partition-lane.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';

function entry(offset: number, group?: string): LaneEntry {
  const id = `t-0-${offset}`;
  return { offset: BigInt(offset), bytes: 10, record: { id, body: '', group, receiveCount: 1, receipt: id } };
}

function laneOf(...entries: readonly LaneEntry[]) {
  const lane = createPartitionLane({ topic: 't', partition: 0, start: 0n, busy: new Set() });
  lane.add(entries, (entries.at(-1)?.offset ?? -1n) + 1n);
  return lane;
}

const offsetsOf = (records: readonly SourceRecord[]): readonly number[] =>
  records.map(({ id }) => Number(id.split('-')[2]));
const ok = { failed: [], dueAt: () => 0 };

describe('partition lane', () => {
  it('gives the records of free keys, and of a key that is out none', () => {
    const lane = laneOf(entry(0, 'a'), entry(1, 'b'), entry(2, 'a'));

    const first = lane.take(1, 0);
    const second = lane.take(10, 0);

    expect(offsetsOf(first)).toEqual([0]);
    expect(offsetsOf(second)).toEqual([1]);
    lane.settle(first, ok);
    expect(offsetsOf(lane.take(10, 0))).toEqual([2]);
  });

  it('failure mode 64: takes records without a key as groups of their own', () => {
    const lane = laneOf(entry(0), entry(1), entry(2, ''));

    expect(offsetsOf(lane.take(1, 0))).toEqual([0]);
    expect(offsetsOf(lane.take(10, 0))).toEqual([1, 2]);
  });

  it('brings a failed record again when it is due and before later ones of its key, while other keys go on', () => {
    const lane = laneOf(entry(0, 'a'), entry(1, 'a'), entry(2, 'b'));
    const taken = lane.take(10, 0);

    lane.settle(taken, { failed: ['t-0-0', 't-0-1'], dueAt: () => 500 });

    expect([lane.window.committable(), lane.nextDue(), lane.take(10, 499)]).toEqual([0n, 500, []]);
    const again = lane.take(10, 500);
    expect(again.map(({ id, receiveCount }) => [id, receiveCount])).toEqual([
      ['t-0-0', 2],
      ['t-0-1', 1],
    ]);
  });

  it('brings what there was no time for again at once, and does not count that as a delivery', () => {
    const lane = laneOf(entry(0, 'a'));

    lane.settle(lane.take(10, 0), { failed: ['t-0-0'], late: ['t-0-0'], dueAt: () => 500 });

    expect(lane.take(10, 0).map(({ receiveCount }) => receiveCount)).toEqual([1]);
  });

  it('gives the oldest records first, whatever their keys, so that little is done above what can be committed', () => {
    const lane = laneOf(...Array.from({ length: 6 }, (_, offset) => entry(offset, ['a', 'b'][offset % 2])));

    const first = lane.take(4, 0);
    lane.settle(first, ok);

    expect(offsetsOf(first)).toEqual([0, 1, 2, 3]);
    expect([lane.window.committable(), lane.window.held()]).toEqual([4n, 2]);
  });

  it('leaves a key alone that another lane has out', () => {
    const busy = new Set<string>();
    const lanes = [0, 1].map((partition) => createPartitionLane({ topic: 't', partition, start: 0n, busy }));
    lanes.forEach((lane) => {
      lane.add([entry(0, 'a')], 1n);
    });

    const taken = lanes[0]?.take(10, 0) ?? [];

    expect(lanes[1]?.take(10, 0)).toEqual([]);
    lanes[0]?.settle(taken, ok);
    expect(lanes[1]?.take(10, 0)).toHaveLength(1);
  });

  it('handles each record once and each key in order, whatever fails in between', () => {
    const scripts = fc.array(fc.record({ most: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', undefined), { maxLength: 25 }), scripts, (keys, script) => {
        const lane = laneOf(...keys.map((key, offset) => entry(offset, key)));
        const handled: SourceRecord[] = [];
        const settle = (records: readonly SourceRecord[], fails: boolean): void => {
          const first = fails ? records[0] : undefined;
          const failed = records.filter(({ id, group }) => id === first?.id || (first?.group ?? {}) === group);
          handled.push(...records.filter((record) => !failed.includes(record)));
          lane.settle(records, { failed: failed.map(({ id }) => id), dueAt: () => 0 });
        };
        script.forEach(({ most, fails }) => {
          settle(lane.take(most, 0), fails);
        });
        for (let rest = lane.take(100, 0); rest.length > 0; rest = lane.take(100, 0)) {
          settle(rest, false);
        }

        expect([...offsetsOf(handled)].sort((a, b) => a - b)).toEqual(keys.map((_, offset) => offset));
        for (const key of ['a', 'b', 'c']) {
          const offsets = offsetsOf(handled.filter(({ group }) => group === key));
          expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        }
        expect([lane.bytes(), lane.window.held(), lane.window.committable()]).toEqual([0, 0, BigInt(keys.length)]);
      }),
    );
  });
});
