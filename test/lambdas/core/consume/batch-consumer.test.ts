import { describe, expect, it } from '@jest/globals';
import {
  type BatchConsumerOptions,
  createBatchConsumer,
  defaultConcurrency,
  defaultMarginMilliseconds,
} from '../../../../lambdas/core/consume/batch-consumer.ts';
import { type Outcome, ok, park, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { delivery, notedConsumer, notedParking, notedVisibility } from './deliveries.ts';

function engine(answer?: (note: string) => Outcome | Promise<Outcome>, options: Partial<BatchConsumerOptions> = {}) {
  const clock = fixedClock();
  const consumer = notedConsumer(answer);
  const parking = notedParking();
  const visibility = notedVisibility();
  const telemetry = recordingTelemetry();
  const dependencies = { clock, consumer, parking, visibility, telemetry, ordering: 'none' as const, ...options };
  const consume = createBatchConsumer(dependencies);
  return { clock, consumer, parking, visibility, telemetry, consume, deadline: clock.now() + 30_000 };
}

const four = ['r1', 'r2', 'r3', 'r4'].map((id) => delivery({ id }));

describe('batch consumer', () => {
  it('answers nothing failed for an empty batch', async () => {
    const { consume, deadline } = engine();

    await expect(consume([], { deadline })).resolves.toEqual({ failed: [] });
  });

  it('failure mode 63: parks a record that breaks its contract and keeps the rest', async () => {
    const { consume, consumer, parking, deadline } = engine();
    const records = [delivery({ id: 'r1' }), delivery({ id: 'r2', body: '{' }), delivery({ id: 'r3' })];

    await expect(consume(records, { deadline })).resolves.toEqual({ failed: [] });
    expect(consumer.seen).toEqual(['r1', 'r3']);
    expect(parking.parked.map(({ id }) => id)).toEqual(['r2']);
  });

  it('counts what became of each record', async () => {
    const outcomes: Record<string, Outcome> = { r1: ok(), r2: retry('later'), r3: park('never'), r4: ok() };
    const { consume, telemetry, deadline } = engine((note) => outcomes[note] ?? ok());

    await consume(four, { deadline });

    expect(Object.fromEntries(telemetry.counts)).toEqual({ RecordsHandled: 2, RecordsRetried: 1, RecordsParked: 1 });
  });

  it('fails records that are not started in time and loses none', async () => {
    const { consume, consumer, clock, telemetry, deadline } = engine(
      (note) => {
        if (note === 'r2') {
          clock.advance(29_001);
        }
        return ok();
      },
      { concurrency: 1 },
    );

    await expect(consume(four, { deadline })).resolves.toEqual({ failed: ['r3', 'r4'], late: ['r3', 'r4'] });
    expect(consumer.seen).toEqual(['r1', 'r2']);
    expect(telemetry.lines).toEqual(['no time left to start every record']);
  });

  it.each([
    [defaultMarginMilliseconds - 1, []],
    [defaultMarginMilliseconds, ['r1']],
    [defaultMarginMilliseconds + 1, ['r1']],
  ])('with %i ms left starts %j', async (left, started) => {
    const { consume, consumer, clock } = engine();

    await consume([delivery({ id: 'r1' })], { deadline: clock.now() + left });

    expect(consumer.seen).toEqual(started);
  });

  it('failure mode 11: answers only when nothing runs any more', async () => {
    const running = new Set<string>();
    const { consume, deadline } = engine(async (note) => {
      running.add(note);
      await new Promise((resolve) => setImmediate(resolve));
      running.delete(note);
      return note === 'r1' ? retry('first') : ok();
    });

    await expect(consume(four, { deadline })).resolves.toEqual({ failed: ['r1'] });
    expect(running.size).toBe(0);
  });

  it.each([
    ['none', 1],
    ['none', 3],
    ['group', 2],
    ['shard', 2],
  ] as const)('with order "%s" runs at most %i records at a time', async (ordering, concurrency) => {
    let running = 0;
    let most = 0;
    const { consume, deadline } = engine(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return ok();
      },
      { ordering, concurrency },
    );

    await consume([...four, delivery({ id: 'r5' })], { deadline });

    expect(most).toBe(concurrency);
  });

  it('runs ten records at a time by default', () => {
    expect(defaultConcurrency).toBe(10);
    expect(defaultMarginMilliseconds).toBe(1000);
  });

  it.each([0, -1, 1.5, Number.NaN])('rejects a concurrency of %d', (concurrency) => {
    expect(() => engine(undefined, { concurrency })).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(`got ${concurrency}`) }),
    );
  });
});

describe('delay of a failed record', () => {
  it('is asked for only where the consumer named one', async () => {
    const outcomes: Record<string, Outcome> = { r1: retry('a', 0), r2: retry('b'), r3: retry('c', 60) };
    const { consume, visibility, deadline } = engine((note) => outcomes[note] ?? ok());

    await expect(consume(four, { deadline })).resolves.toEqual({ failed: ['r1', 'r2', 'r3'] });
    expect(visibility.delayed).toEqual([
      ['r1', 0],
      ['r3', 60],
    ]);
  });

  it('fails nothing else when it cannot be set', async () => {
    const visibility = notedVisibility(new TypeError('queue is down'));
    const { consume, telemetry, deadline } = engine((note) => (note === 'r1' ? retry('later', 5) : ok()), {
      visibility,
    });

    await expect(consume(four, { deadline })).resolves.toEqual({ failed: ['r1'] });
    expect(visibility.delayed).toEqual([['r1', 5]]);
    expect(telemetry.lines).toContain('record not delayed');
  });

  it('is left out when no time is left, because the source has its own', async () => {
    const { consume, visibility, clock, deadline } = engine(() => {
      clock.advance(29_001);
      return retry('later', 5);
    });

    await expect(consume([delivery({ id: 'r1' })], { deadline })).resolves.toEqual({ failed: ['r1'] });
    expect(visibility.delayed).toEqual([]);
  });

  it('failure mode 3: holds for the rest of an ordered group, which is locked as long', async () => {
    const { consume, visibility, deadline } = engine((note) => (note === 'a2' ? retry('later', 5) : ok()), {
      ordering: 'group',
    });
    const records = ['a1', 'b1', 'a2', 'a3'].map((id) => delivery({ id, group: id.slice(0, 1) }));

    await expect(consume(records, { deadline })).resolves.toEqual({ failed: ['a2', 'a3'] });
    expect(visibility.delayed).toEqual([
      ['a2', 5],
      ['a3', 5],
    ]);
  });
});
