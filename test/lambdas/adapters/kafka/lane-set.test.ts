import { describe, expect, it } from '@jest/globals';
import type { KafkaRecordIn } from '../../../../lambdas/adapters/kafka/kafka-record.ts';
import { createLaneSet, type LaneSet } from '../../../../lambdas/adapters/kafka/lane-set.ts';

const limits = { maxRecords: 8, maxBytes: 100_000, batchRecords: 3 };
const place = (partition: number, offset: bigint) => ({ topic: 't', partition, offset });

function record(partition: number, offset: bigint): KafkaRecordIn {
  const time = { timestamp: 0, timestampType: 'CREATE_TIME' } as const;
  const key = Buffer.from(`key-${partition}-${offset}`);
  return { topic: 't', partition, offset, ...time, key, value: null, headers: [] };
}

function fetched(partition: number, from: bigint, count: number) {
  const records = Array.from({ length: count }, (_, index) => record(partition, from + BigInt(index)));
  return { records, next: from + BigInt(count) };
}

function fill(lanes: LaneSet, partition: number, count: number): void {
  const lane = lanes.roomy().find((one) => one.partition === partition);
  if (lane !== undefined) {
    lanes.add(lane, lane.window.position(), fetched(partition, lane.window.position(), count));
  }
}

function handle(lanes: LaneSet): number {
  const taken = lanes.take(0);
  if (taken !== undefined) {
    lanes.settle(taken, { failed: [], dueAt: () => 0 });
  }
  return taken?.records.length ?? 0;
}

describe('lane set', () => {
  it('takes batches of the lanes in turn, each of one partition and of bounded size', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 0n), place(1, 0n)]);
    fill(lanes, 0, 4);
    fill(lanes, 1, 4);

    const taken = [lanes.take(0), lanes.take(0), lanes.take(0)];

    expect(taken.map((one) => [one?.lane.partition, one?.records.length])).toEqual([
      [0, 3],
      [1, 3],
      [0, 1],
    ]);
  });

  it('keeps all that a fetch brought, and fetches again once half of its share is free', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 0n)]);

    fill(lanes, 0, 10);
    const roomy: (readonly bigint[])[] = [];
    for (let handled = 0; handled < 10; handled += handle(lanes)) {
      roomy.push(lanes.roomy().map(({ window }) => window.position()));
    }

    expect(roomy).toEqual([[], [], [10n], [10n]]);
  });

  it('failure mode 65: keeps the lane of a partition that stays, drops the one that goes, and reads no record twice', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 0n), place(1, 0n)]);
    fill(lanes, 0, 2);
    fill(lanes, 1, 2);
    handle(lanes);

    lanes.assign([place(0, 0n)]);

    expect(lanes.uncommitted()).toEqual([place(0, 2n)]);
    expect(lanes.take(0)).toBeUndefined();
    expect(lanes.roomy().map(({ partition, window }) => [partition, window.position()])).toEqual([[0, 2n]]);
  });

  it('failure mode 65: starts a lane anew where another worker has committed further meanwhile', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 0n)]);
    fill(lanes, 0, 4);
    const taken = lanes.take(0);

    lanes.assign([place(0, 9n)]);
    if (taken !== undefined) {
      lanes.settle(taken, { failed: [], dueAt: () => 0 });
    }

    expect(lanes.uncommitted()).toEqual([]);
    expect(lanes.roomy().map(({ window }) => window.position())).toEqual([9n]);
  });

  it('failure mode 65: handles no more of a partition from the moment it is taken away', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 0n), place(1, 0n)]);
    fill(lanes, 0, 3);
    fill(lanes, 1, 3);

    lanes.retain([{ topic: 't', partitions: [1] }]);

    expect([lanes.take(0)?.lane.partition, lanes.take(0)]).toEqual([1, undefined]);
  });

  it('ignores a fetch that was made for a lane before it was dropped or moved on', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 0n)]);
    const [lane] = lanes.roomy();
    fill(lanes, 0, 1);

    if (lane !== undefined) {
      lanes.add(lane, 0n, fetched(0, 0n, 3));
    }

    expect(lane?.window.position()).toBe(1n);
  });

  it('names what is done and not yet committed, once', () => {
    const lanes = createLaneSet(limits);
    lanes.assign([place(0, 5n)]);
    fill(lanes, 0, 2);
    expect(lanes.uncommitted()).toEqual([]);

    handle(lanes);
    const due = lanes.uncommitted();
    lanes.committed(due);

    expect([due, lanes.uncommitted()]).toEqual([[place(0, 7n)], []]);
  });
});
