import { describe, expect, it } from '@jest/globals';
import { nextStep } from '../../../localstack/event-sources/next-step.ts';
import type { Delivery, RetrySettings } from '../../../localstack/event-sources/retry-decision.ts';
import { type StreamBatch, sequencesOf } from '../../../localstack/event-sources/stream-batch.ts';
import { lambdaRecord } from '../../support/stream-records.ts';

const createdAt = 1_700_000_000;
const now = (createdAt + 10) * 1000;
const lambdaError: Delivery = { kind: 'function-error' };
const success: Delivery = { kind: 'answered', answer: { batchItemFailures: [] } };
const failedAt = (sequence: string): Delivery => ({
  kind: 'answered',
  answer: { batchItemFailures: [{ itemIdentifier: sequence }] },
});

const settings = (changes: Partial<RetrySettings> = {}): RetrySettings => ({
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: 60,
  bisectBatchOnFunctionError: true,
  reportBatchItemFailures: true,
  ...changes,
});

const batch = (size: number, failures = 0): StreamBatch => ({
  records: Array.from({ length: size }, (_, index) => lambdaRecord(String((index + 1) * 100), createdAt)),
  failures,
  invocations: failures,
});

/** The sequence numbers that come again, batch by batch. */
function again(step: ReturnType<typeof nextStep>): readonly (readonly string[])[] {
  return step.kind === 'again' ? step.batches.map(sequencesOf) : [];
}

describe('nextStep', () => {
  it('is done with a batch that succeeded', () => {
    expect(nextStep({ batch: batch(3), delivery: success, now }, settings())).toEqual({ kind: 'done' });
  });

  it('ignores item failures that the mapping did not ask for', () => {
    const delivery = failedAt('200');

    expect(nextStep({ batch: batch(3), delivery, now }, settings({ reportBatchItemFailures: false })).kind).toBe(
      'done',
    );
  });

  it('failure mode 16: repeats from the lowest failed record at once, and uses up no retry when it bisects', () => {
    const step = nextStep({ batch: batch(4), delivery: failedAt('300'), now }, settings());

    expect(again(step)).toEqual([['300', '400']]);
    expect(step).toMatchObject({ pause: false, batches: [{ failures: 0, invocations: 1 }] });
  });

  it('uses up a retry for progress when it does not bisect', () => {
    const step = nextStep(
      { batch: batch(4), delivery: failedAt('300'), now },
      settings({ bisectBatchOnFunctionError: false }),
    );

    expect(again(step)).toEqual([['300', '400']]);
    expect(step).toMatchObject({ pause: true, batches: [{ failures: 1 }] });
  });

  it.each([
    [2, [['100'], ['200']]],
    [3, [['100', '200'], ['300']]],
    [
      4,
      [
        ['100', '200'],
        ['300', '400'],
      ],
    ],
  ])('failure mode 16: halves a batch of %i after a function error, and uses up no retry', (size, halves) => {
    const step = nextStep({ batch: batch(size, 1), delivery: lambdaError, now }, settings());

    expect(again(step)).toEqual(halves);
    expect(step).toMatchObject({ pause: false, batches: [{ failures: 1 }, { failures: 1 }] });
  });

  it('halves a batch whose first record failed, for nothing of it succeeded', () => {
    expect(again(nextStep({ batch: batch(2), delivery: failedAt('100'), now }, settings()))).toEqual([
      ['100'],
      ['200'],
    ]);
  });

  it('retries the whole batch after a pause when it does not bisect', () => {
    const step = nextStep(
      { batch: batch(3), delivery: lambdaError, now },
      settings({ bisectBatchOnFunctionError: false }),
    );

    expect(again(step)).toEqual([['100', '200', '300']]);
    expect(step).toMatchObject({ pause: true, batches: [{ failures: 1, invocations: 1 }] });
  });

  it.each([
    ['one before the last retry', 0, 'again'],
    ['at the last retry', 1, 'again'],
    ['after the last retry', 2, 'give-up'],
  ])('failure mode 16: %s a failing record ends as it should', (_, failures, kind) => {
    expect(nextStep({ batch: batch(1, failures), delivery: lambdaError, now }, settings()).kind).toBe(kind);
  });

  it('names retries as the reason, and counts every invocation', () => {
    const step = nextStep({ batch: batch(1, 2), delivery: lambdaError, now }, settings());

    expect(step).toMatchObject({ condition: 'RetryAttemptsExhausted', batch: { invocations: 3 } });
  });

  it('never gives up when neither retries nor age have an end', () => {
    const endless = settings({ maximumRetryAttempts: -1, maximumRecordAgeSeconds: -1 });

    expect(nextStep({ batch: batch(1, 9999), delivery: lambdaError, now: now * 2 }, endless).kind).toBe('again');
  });

  it('gives up at once when no retry is allowed', () => {
    const none = settings({ maximumRetryAttempts: 0 });

    expect(nextStep({ batch: batch(1), delivery: lambdaError, now }, none).kind).toBe('give-up');
  });

  it.each([
    [59, 'again'],
    [60, 'again'],
    [61, 'give-up'],
  ])('failure mode 16: at an age of %i s of 60 a failing record ends in %s', (age, kind) => {
    const step = nextStep({ batch: batch(1), delivery: lambdaError, now: (createdAt + age) * 1000 }, settings());

    expect(step.kind).toBe(kind);
  });

  it('is done with a record that is too old and succeeds all the same', () => {
    expect(nextStep({ batch: batch(1), delivery: success, now: now * 2 }, settings()).kind).toBe('done');
  });

  it.each([
    ['young', 10, 'again'],
    ['too old', 61, 'give-up'],
  ])('keeps a %s batch that could not be handed over whole, and uses up no retry', (_, age, kind) => {
    const outcome = { batch: batch(3, 2), delivery: { kind: 'not-invoked' } as const, now: (createdAt + age) * 1000 };
    const step = nextStep(outcome, settings());

    expect(step).toMatchObject(
      kind === 'again'
        ? { kind, pause: true, batches: [{ failures: 2, invocations: 2 }] }
        : { kind, condition: 'RecordAgeExceeded' },
    );
  });
});
