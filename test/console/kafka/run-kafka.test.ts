import { describe, expect, it, jest } from '@jest/globals';
import { runKafka } from '../../../console/kafka/run-kafka.ts';
import type { KafkaOperations } from '../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import type { OffsetPlace } from '../../../lambdas/adapters/kafka/operations/offset-place.ts';
import { type CommandAnswer, commandOn } from '../../support/command-on.ts';

function operations() {
  return {
    brokers: jest.fn<KafkaOperations['brokers']>(),
    lagOf: jest.fn<KafkaOperations['lagOf']>(),
    groupStates: jest.fn<KafkaOperations['groupStates']>(),
    resetOffsets: jest.fn<KafkaOperations['resetOffsets']>(),
    browseTopic: jest.fn<KafkaOperations['browseTopic']>(),
    reconcileTopics: jest.fn<KafkaOperations['reconcileTopics']>(),
  };
}

const run = async (fake: Omit<KafkaOperations, 'close'>, command: string): Promise<CommandAnswer> =>
  commandOn({ runRoom: runKafka, operations: { ...fake, close: () => Promise.resolve() } }, command);

const behind = { topic: 'orders', partition: 0, committed: 4n, first: 0n, end: 10n, lag: 6n, lost: 0n };

describe('kafka lag', () => {
  it('shows how far a group is behind in each partition', async () => {
    const fake = operations();
    fake.lagOf.mockResolvedValue([behind, { ...behind, partition: 1, committed: undefined, lag: undefined }]);

    const { code, output } = await run(fake, 'lag billing --topic orders');

    expect(fake.lagOf).toHaveBeenCalledWith({ group: 'billing', topics: ['orders'] });
    expect(code).toBe(0);
    expect(output).toMatch(/orders\s+0\s+4\s+10\s+6\s+0\n/u);
    expect(output).toMatch(/orders\s+1\s+-\s+10\s+-\s+0\n/u);
  });

  it('prints JSON with plain numbers', async () => {
    const fake = operations();
    fake.lagOf.mockResolvedValue([behind]);

    const { output } = await run(fake, 'lag billing --json');

    expect(JSON.parse(output)).toEqual([
      { topic: 'orders', partition: 0, committed: 4, first: 0, end: 10, lag: 6, lost: 0 },
    ]);
  });

  it('fails when retention has deleted what the group had not read', async () => {
    const fake = operations();
    fake.lagOf.mockResolvedValue([{ ...behind, first: 7n, lost: 3n }]);

    expect(await run(fake, 'lag billing')).toMatchObject({ code: 1, output: expect.stringContaining('deleted 3') });
  });

  it('fails for a group that has committed nothing', async () => {
    const fake = operations();
    fake.lagOf.mockResolvedValue([]);

    expect(await run(fake, 'lag nobody')).toMatchObject({
      code: 1,
      output: 'group "nobody" has committed nothing\n',
    });
  });
});

describe('kafka groups', () => {
  const state = {
    group: 'billing',
    state: 'STABLE',
    type: 'classic',
    members: [{ id: 'a-1', clientId: 'a', host: '10.0.0.1', instanceId: undefined, partitions: { orders: [0, 2] } }],
  };

  it('shows members with what they read, and groups without members', async () => {
    const fake = operations();
    fake.groupStates.mockResolvedValue([
      state,
      { ...state, group: 'idle', state: 'EMPTY', members: [] },
      { ...state, group: 'newer', type: 'consumer', members: undefined },
    ]);

    const { code, output } = await run(fake, 'groups');

    expect(code).toBe(0);
    expect(output).toMatch(/billing\s+stable\s+classic\s+a-1\s+a\s+10\.0\.0\.1\s+orders 0,2/u);
    expect(output).toMatch(/idle\s+empty\s+classic\s+-/u);
    expect(output).toMatch(/newer\s+stable\s+consumer\s+\(not told\)/u);
  });

  it('fails for a named group that does not exist', async () => {
    const fake = operations();
    fake.groupStates.mockResolvedValue([state]);

    const { code, output } = await run(fake, 'groups billing other');

    expect(fake.groupStates).toHaveBeenCalledWith(['billing', 'other']);
    expect(code).toBe(1);
    expect(output).toContain('no group "other"');
  });
});

describe('kafka offsets', () => {
  const move = { topic: 'orders', partition: 0, from: undefined, to: 12n };

  it.each<[string, OffsetPlace]>([
    ['earliest', { kind: 'earliest' }],
    ['latest', { kind: 'latest' }],
    ['12', { kind: 'offset', offset: 12n }],
    ['1970-01-01T00:00:01Z', { kind: 'time', at: 1000 }],
    ['1970-01-01T01:00:01.500+01:00', { kind: 'time', at: 1500 }],
  ])('moves a group to %s', async (place, to) => {
    const fake = operations();
    fake.resetOffsets.mockResolvedValue([move]);

    const { code, output } = await run(fake, `offsets billing --topic orders --to ${place}`);

    expect(fake.resetOffsets).toHaveBeenCalledWith({ group: 'billing', topics: ['orders'], to, dryRun: false });
    expect(code).toBe(0);
    expect(output).toMatch(/orders\s+0\s+-\s+12\n/u);
  });

  it('says that a dry run changed nothing', async () => {
    const fake = operations();
    fake.resetOffsets.mockResolvedValue([move]);

    const { output } = await run(fake, 'offsets billing --topic orders --to latest --dry-run');

    expect(fake.resetOffsets).toHaveBeenCalledWith(expect.objectContaining({ dryRun: true }));
    expect(output).toContain('nothing was changed');
  });

  it.each([
    ['offsets billing --to latest', 'got no --topic'],
    ['offsets billing --topic orders', 'got no --to'],
    ['offsets billing --topic orders --to 2026-01-31', 'got "2026-01-31"'],
    ['offsets billing --topic orders --to 2026-01-31T08:00', 'got "2026-01-31T08:00"'],
    ['offsets billing --topic orders --to 2026-13-31T08:00Z', 'got "2026-13-31T08:00Z"'],
    ['offsets billing --topic orders --to -3', 'options must be'],
    ['offsets', 'got nothing'],
  ])('rejects "%s"', async (command, reason) => {
    const fake = operations();

    const { code, progress } = await run(fake, command);

    expect(code).toBe(2);
    expect(progress).toContain(reason);
    expect(fake.resetOffsets).not.toHaveBeenCalled();
  });
});

describe('kafka browse', () => {
  const record = {
    ...{ topic: 'orders', partition: 1, offset: 3n, timestamp: 1000, key: 'order-1', bytes: 7 },
    headers: [['ce_type', 'OrderPlaced']] as const,
    payload: undefined,
  };

  it('shows the last records with their headers, without payloads', async () => {
    const fake = operations();
    fake.browseTopic.mockResolvedValue([record, { ...record, offset: 4n, bytes: undefined, headers: [] }]);

    const { output } = await run(fake, 'browse orders');

    expect(fake.browseTopic).toHaveBeenCalledWith({
      ...{ topic: 'orders', from: { kind: 'latest' }, limit: 20, payload: false },
    });
    expect(output).toMatch(/1\s+3\s+1970-01-01T00:00:01\.000Z\s+order-1\s+7\n {4}ce_type: OrderPlaced\n/u);
    expect(output).toContain('tombstone');
  });

  it('shows payloads that were asked for, as a terminal may be given them', async () => {
    const fake = operations();
    fake.browseTopic.mockResolvedValue([{ ...record, payload: '{"a":"\u001b[2J"}' }]);

    const { output } = await run(fake, 'browse orders --payload --partition 1 --limit 5 --from 3');

    expect(fake.browseTopic).toHaveBeenCalledWith({
      ...{ topic: 'orders', partition: 1, from: { kind: 'offset', offset: 3n }, limit: 5, payload: true },
    });
    expect(output).toContain('{"a":"?[2J"}');
  });

  it('rejects a partition that is no number', async () => {
    expect(await run(operations(), 'browse orders --partition x')).toMatchObject({ code: 2 });
  });
});
