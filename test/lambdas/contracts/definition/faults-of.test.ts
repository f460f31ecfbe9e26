import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { breakerPartition } from '../../../../lambdas/contracts/breaker-partition.ts';
import { deadLetterPartition } from '../../../../lambdas/contracts/dead-letter-partition.ts';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter, noDeadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { payloads } from '../../../../lambdas/contracts/definition/payloads.ts';
import type { PipelineParts } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { reconciler } from '../../../../lambdas/contracts/definition/reconciler.ts';
import { sweeper } from '../../../../lambdas/contracts/definition/sweeper.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { leaseKey } from '../../../../lambdas/core/outbox/sweep-lease.ts';
import { Begin, Begun, Stray, parts } from './sample-parts.ts';

function faults(differences: Partial<PipelineParts>): readonly string[] {
  return faultsOf({ name: 'test', ...parts, ...differences });
}

const { topics, queues, consumers, relay } = parts;
const withQueue = (name: string, value: Parameters<typeof queue>[0]): Partial<PipelineParts> => ({
  queues: { ...queues, [name]: queue(value) },
});
const withWorker = (differences: object): Partial<PipelineParts> => ({
  consumers: { ...consumers, worker: { ...consumers.worker, ...differences } },
});
const withWork = (differences: object): Partial<PipelineParts> => ({
  queues: { ...queues, work: { ...queues.work, ...differences } },
});
const withSweeper = (differences: object): Partial<PipelineParts> => ({
  sweeper: sweeper({ entry: 'sweeper.ts', ...differences }),
});
const withReconciler = (differences: object): Partial<PipelineParts> => ({
  reconciler: reconciler({ entry: 'reconciler.ts', ...differences }),
});
const withNotices = (differences: object): Partial<PipelineParts> => ({
  queues: { ...queues, notices: { ...queues.notices, ...differences } },
});
const renamed = event('test.begin', { schema: z.object({ id: z.string() }), key: ({ id }) => id });
const fortyLetters = `a${'B'.repeat(39)}`;

describe('faults of a definition', () => {
  it('are none when it is sound', () => {
    expect(faults({})).toEqual([]);
  });

  it.each<readonly [string, Partial<PipelineParts>, string]>([
    [
      'an order to keep on a standard queue',
      withNotices({ onPoison: 'park-key' }),
      'queue "notices": onPoison "park-key" must be chosen for a FIFO queue with dead letters, got a standard queue',
    ],
    [
      'an order to keep without dead letters',
      withWork({ onPoison: 'block', deadLetter: noDeadLetter('may be lost') }),
      'queue "work": onPoison "block" must be chosen for a FIFO queue with dead letters, got none',
    ],
    [
      'a name in capitals',
      { topics: { ...topics, News: topic({ carries: [] }) } },
      'a name must be camelCase of at most 40 letters and digits, got "News"',
    ],
    [
      'a name that begins with a digit',
      { topics: { ...topics, '2facts': topic({ carries: [] }) } },
      'a name must be camelCase of at most 40 letters and digits, got "2facts"',
    ],
    [
      'a name with a dash',
      { topics: { ...topics, 'my-facts': topic({ carries: [] }) } },
      'a name must be camelCase of at most 40 letters and digits, got "my-facts"',
    ],
    [
      'a name of 41 letters',
      { topics: { ...topics, [`${fortyLetters}C`]: topic({ carries: [] }) } },
      `a name must be camelCase of at most 40 letters and digits, got "${fortyLetters}C"`,
    ],
    [
      'an empty name',
      { topics: { ...topics, '': topic({ carries: [] }) } },
      'a name must be camelCase of at most 40 letters and digits, got ""',
    ],
    [
      'two names that differ in case only',
      { topics: { ...topics, newFacts: topic({ carries: [] }), newfacts: topic({ carries: [] }) } },
      'names must differ in more than case, got "newFacts" and "newfacts"',
    ],
    [
      'a type with a topic and a queue for its home',
      { topics: { facts: topic({ fifo: true, carries: [Begun, Begin] }) } },
      '"test.begin" must have one home, found facts and work',
    ],
    [
      'two types of one name',
      withWorker({ publishes: [Begun, renamed] }),
      '"test.begin" must be declared once, found two different values of that name',
    ],
    [
      'a queue that takes from no topic of the pipeline',
      withNotices({ from: { facts: [Begun], news: [] } }),
      'queue "notices" must take from a topic of this pipeline, got "news"',
    ],
    [
      'a queue that takes what its topic does not carry',
      {
        ...withNotices({ from: { facts: [Begun, Stray] } }),
        consumers: { ...consumers, notifier: { ...consumers.notifier, handles: [Begun, Stray] } },
      },
      'queue "notices" takes "test.stray", which topic "facts" does not carry',
    ],
    [
      'a standard topic that feeds a FIFO queue',
      {
        topics: { facts: topic({ carries: [Begun] }) },
        ...withNotices({ fifo: true }),
      },
      'FIFO queue "notices" must take from a FIFO topic, got standard topic "facts"',
    ],
    [
      'no dead letter and no reason',
      withWork({ onPoison: 'skip', deadLetter: noDeadLetter('  ') }),
      'queue "work" must have a dead letter or a reason for having none, got an empty reason',
    ],
    [
      'dead letters that are kept as long as the messages',
      withWork({ retentionDays: 4, deadLetter: deadLetter({ retentionDays: 4 }) }),
      'queue "work": dead letters must be kept longer than 4 day(s), got 4',
    ],
    [
      'a queue that nobody reads',
      withQueue('unread', { deadLetter: deadLetter() }),
      'queue "unread" must have exactly one consumer, found 0',
    ],
    [
      'a queue that two consumers read',
      { consumers: { ...consumers, second: consumer({ entry: 'x.ts', source: 'work', handles: [Begin] }) } },
      'queue "work" must have exactly one consumer, found 2',
    ],
    [
      'failure mode 81: a type that arrives and is not handled',
      withWorker({ handles: [] }),
      'queue "work" receives "test.begin", which its consumer does not handle',
    ],
    [
      'a consumer of no queue of the pipeline',
      { consumers: { ...consumers, second: consumer({ entry: 'x.ts', source: 'nowhere', handles: [] }) } },
      'consumer "second" must read a queue, topic or stream of this pipeline, got "nowhere"',
    ],
    [
      'a consumer that handles what never arrives',
      withWorker({ handles: [Begin, Begun] }),
      'consumer "worker" handles "test.begun", which queue "work" never receives',
    ],
    [
      'a consumer that publishes what has no home',
      withWorker({ publishes: [Begun, Stray] }),
      'consumer "worker" publishes "test.stray", which no topic carries and no queue accepts',
    ],
    ...['Work', 'work-item', 'work2', ''].map(
      (store) =>
        [
          `a store called "${store}"`,
          withWorker({ stores: [store] }),
          `consumer "worker": a store must be a lower-case word, got "${store}"`,
        ] as const,
    ),
    ...[deadLetterPartition('work'), breakerPartition('work'), leaseKey('0').partition].map((partition) => {
      const [store = ''] = partition.split('-');
      return [
        `a store called "${store}", which the engine keeps for itself`,
        withWorker({ stores: [store] }),
        `consumer "worker": a store must not be called as one of the engine's own, got "${store}"`,
      ] as const;
    }),
  ])('is exactly one for %s', (...[, differences, fault]) => {
    expect(faults(differences)).toEqual([fault]);
  });

  it('are none for a name of one letter and for one of 40', () => {
    const names = { a: topic({ carries: [] }), [fortyLetters]: topic({ carries: [] }) };

    expect(faults({ topics: { ...topics, ...names } })).toEqual([]);
  });

  it('are none for a queue that declines a dead letter with a reason', () => {
    expect(
      faults(withWork({ onPoison: 'skip', deadLetter: noDeadLetter('each repeats what the next one says') })),
    ).toEqual([]);
  });

  it('are told all together', () => {
    const found = faults({
      topics: { Facts: topic({ carries: [Begun] }) },
      queues: { work: queue({ accepts: [Begin], retentionDays: 0, deadLetter: noDeadLetter('') }) },
      consumers: { worker: { ...consumers.worker, source: 'nowhere', timeoutSeconds: 0, stores: ['A'] } },
      relay: { ...relay, batchSize: 0 },
      ...withSweeper({ everyMinutes: 0 }),
    });

    expect(found).toEqual([
      expect.stringContaining('got "Facts"'),
      expect.stringContaining('queue "work": retentionDays must be'),
      expect.stringContaining('got an empty reason'),
      expect.stringContaining('queue "work" must have exactly one consumer'),
      expect.stringContaining('got "nowhere"'),
      expect.stringContaining('consumer "worker": timeoutSeconds must be'),
      expect.stringContaining('got "A"'),
      expect.stringContaining('relay: batchSize must be'),
      expect.stringContaining('sweeper: everyMinutes must be'),
    ]);
  });
});

describe('a consumer that dispatches at once', () => {
  const fault = (got: string): string =>
    `consumer "worker" dispatches at once, so there must be a sweeper with graceSeconds of at least 5, got ${got}`;

  it.each([
    ['no sweeper', {}, [fault('no sweeper')]],
    ['a sweeper that comes before its claim is over', withSweeper({ graceSeconds: 4 }), [fault('4')]],
    ['a sweeper that waits until its claim is over', withSweeper({ graceSeconds: 5 }), []],
  ])('beside %s: %j has the faults %j', (_sweeper, differences, expected) => {
    expect(faults({ ...withWorker({ dispatch: 'at once' }), ...differences })).toEqual(expected);
  });
});

describe('ranges of a definition', () => {
  it.each<readonly [string, readonly [number, number], (value: number) => Partial<PipelineParts>]>([
    [
      'queue "work": retentionDays',
      // At 14 the dead letters cannot be kept longer, which is another fault.
      [1, 14],
      (value) =>
        withWork({ retentionDays: value, onPoison: 'skip', deadLetter: noDeadLetter('only the range is tested') }),
    ],
    [
      'queue "work": maxReceiveCount',
      [1, 1000],
      (value) => withWork({ onPoison: 'skip', deadLetter: deadLetter({ maxReceiveCount: value }) }),
    ],
    [
      'queue "work": maxReceiveCount',
      [1, 400],
      (value) => withWork({ onPoison: 'block', deadLetter: deadLetter({ maxReceiveCount: value }) }),
    ],
    ['consumer "worker": timeoutSeconds', [1, 900], (value) => withWorker({ timeoutSeconds: value })],
    ['consumer "worker": memoryMb', [128, 10_240], (value) => withWorker({ memoryMb: value })],
    ['relay: timeoutSeconds', [1, 900], (value) => ({ relay: { ...relay, timeoutSeconds: value } })],
    ['relay: memoryMb', [128, 10_240], (value) => ({ relay: { ...relay, memoryMb: value } })],
    ['relay: batchSize', [1, 1000], (value) => ({ relay: { ...relay, batchSize: value } })],
    ['relay: retryAttempts', [0, 10_000], (value) => ({ relay: { ...relay, retryAttempts: value } })],
    ['relay: maxRecordAgeHours', [1, 24], (value) => ({ relay: { ...relay, maxRecordAgeHours: value } })],
    ['sweeper: timeoutSeconds', [1, 900], (value) => withSweeper({ timeoutSeconds: value })],
    ['sweeper: memoryMb', [128, 10_240], (value) => withSweeper({ memoryMb: value })],
    ['reconciler: timeoutSeconds', [1, 900], (value) => withReconciler({ timeoutSeconds: value })],
    ['reconciler: memoryMb', [128, 10_240], (value) => withReconciler({ memoryMb: value })],
    ['sweeper: everyMinutes', [1, 60], (value) => withSweeper({ everyMinutes: value })],
    ['payloads: spillBytes', [1024, 131_072], (value) => ({ payloads: payloads({ spillBytes: value }) })],
    ['sweeper: graceSeconds', [1, 86_400], (value) => withSweeper({ graceSeconds: value })],
  ])('%s takes whole numbers of %j and no others', (what, [least, most], partsWith) => {
    const fault = (value: number): string => `${what} must be an integer between ${least} and ${most}, got ${value}`;

    for (const sound of [least, least + 1, most - 1, most]) {
      expect(faults(partsWith(sound))).toEqual([]);
    }
    for (const value of [least - 1, most + 1, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(faults(partsWith(value))).toEqual([fault(value)]);
    }
  });

  it.each([
    [1, ['dead letters must be kept longer than 1 day(s), got 1']],
    [2, []],
    [14, []],
    [15, ['dead letter retentionDays must be an integer between 1 and 14, got 15']],
  ])('dead letters of messages kept for a day, kept for %i: %j', (retentionDays, expected) => {
    const found = faults(withWork({ retentionDays: 1, deadLetter: deadLetter({ retentionDays }) }));

    expect(found).toEqual(expected.map((fault) => `queue "work": ${fault}`));
  });
});
