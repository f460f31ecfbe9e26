import { describe, expect, it } from '@jest/globals';
import { type GivenUp, deliverRecords } from '../../../localstack/event-sources/deliver-records.ts';
import type { LambdaStreamRecord } from '../../../localstack/event-sources/lambda-stream-record.ts';
import type { Delivery } from '../../../localstack/event-sources/retry-decision.ts';
import { type CountingCounters, createPollerCounters } from '../../../localstack/event-sources/poller-counters.ts';
import { lambdaRecord } from '../../support/stream-records.ts';

type Handler = (sequences: readonly string[]) => Delivery;

interface Rig {
  /** What each invocation got. */
  readonly invoked: (readonly string[])[];
  readonly checkpoints: string[];
  readonly givenUp: GivenUp[];
  readonly pending: number[];
  readonly pauses: number[];
  readonly counters: CountingCounters;
  readonly complete: boolean;
}

const answer = (...failed: readonly string[]): Delivery => ({
  kind: 'answered',
  answer: { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) },
});

async function deliver(count: number, handler: Handler, { batchSize = 100, stopAfter = Infinity } = {}): Promise<Rig> {
  const stop = new AbortController();
  const rig = { invoked: [], checkpoints: [], givenUp: [], pending: [], pauses: [] } as Omit<
    Rig,
    'counters' | 'complete'
  >;
  const counters = createPollerCounters();
  const sequences = (records: readonly LambdaStreamRecord[]): readonly string[] =>
    records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const complete = await deliverRecords(
    Array.from({ length: count }, (_, index) => lambdaRecord(String(index + 1))),
    {
      settings: {
        batchSize,
        maximumRetryAttempts: 2,
        maximumRecordAgeSeconds: -1,
        bisectBatchOnFunctionError: true,
        reportBatchItemFailures: true,
      },
      invoke: ({ Records: records }) => {
        rig.invoked.push(sequences(records));
        if (rig.invoked.length === stopAfter) {
          stop.abort();
        }
        return Promise.resolve({ delivery: handler(sequences(records)), requestId: 'r', functionError: undefined });
      },
      done: (record) => {
        rig.checkpoints.push(record.dynamodb.SequenceNumber);
        return Promise.resolve();
      },
      giveUp: (given) => {
        rig.givenUp.push(given);
        return Promise.resolve();
      },
      onPending: (records) => rig.pending.push(records),
      backoff: {
        wait: (attempt) => {
          rig.pauses.push(attempt);
          return Promise.resolve();
        },
      },
      clock: { now: () => 0 },
      counters,
      signal: stop.signal,
    },
  );
  return { ...rig, counters, complete };
}

describe('deliverRecords', () => {
  it('hands records over in full batches, in order, and checkpoints each', async () => {
    const { invoked, checkpoints, pending, complete } = await deliver(5, () => answer(), { batchSize: 2 });

    expect(invoked).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect(checkpoints).toEqual(['2', '4', '5']);
    expect(pending).toEqual([5, 3, 1]);
    expect(complete).toBe(true);
  });

  it('failure mode 16: goes on from the lowest failed record and checkpoints what lies before it', async () => {
    const failedOnce = new Set<string>();
    const { invoked, checkpoints, givenUp, counters } = await deliver(4, (sequences) => {
      const fails = sequences.includes('3') && !failedOnce.has('3');
      failedOnce.add('3');
      return fails ? answer('3', '4') : answer();
    });

    expect(invoked).toEqual([
      ['1', '2', '3', '4'],
      ['3', '4'],
    ]);
    expect(checkpoints).toEqual(['2', '4']);
    expect(givenUp).toEqual([]);
    expect(counters).toMatchObject({ records: 4, invocations: 2, retries: 1 });
  });

  it('failure mode 16: isolates a record that always throws, gives up it alone, and goes on', async () => {
    const { givenUp, checkpoints, pauses, counters, complete } = await deliver(8, (sequences) =>
      sequences.includes('3') ? { kind: 'function-error' } : answer(),
    );

    expect(givenUp.map(({ batch, condition }) => [batch.records.length, condition])).toEqual([
      [1, 'RetryAttemptsExhausted'],
    ]);
    expect(givenUp[0]?.batch.records[0]).toEqual(lambdaRecord('3'));
    expect(checkpoints).toEqual(['2', '3', '4', '8']);
    expect(pauses).toEqual([1, 2]);
    expect(counters).toMatchObject({ records: 7, failures: 1 });
    expect(complete).toBe(true);
  });

  it('failure mode 16: never hands a record over before an earlier one is settled', async () => {
    const settled: string[] = [];
    const attempts = new Map<string, number>();
    await deliver(20, (sequences) => {
      const bad = sequences.find((sequence) => Number(sequence) % 3 === 0 && (attempts.get(sequence) ?? 0) < 2);
      if (bad !== undefined) {
        attempts.set(bad, (attempts.get(bad) ?? 0) + 1);
        settled.push(...sequences.slice(0, sequences.indexOf(bad)));
        return answer(bad);
      }
      settled.push(...sequences);
      return answer();
    });

    expect(settled).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)));
  });

  it('retries a batch that could not be handed over with growing pauses', async () => {
    let tries = 0;
    const { invoked, pauses } = await deliver(2, () => {
      tries += 1;
      return tries < 4 ? { kind: 'not-invoked' } : answer();
    });

    expect(invoked).toHaveLength(4);
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('settles the batch in hand and stops before the next when the signal comes', async () => {
    const { checkpoints, complete } = await deliver(4, () => answer(), { batchSize: 2, stopAfter: 1 });

    expect(checkpoints).toEqual(['2']);
    expect(complete).toBe(false);
  });
});
