import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { type Outcome, ok, park, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { type KeyOrder, createSequencedHandlers } from '../../../../lambdas/core/consume/sequenced-handler.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import type { Verdict } from '../../../../lambdas/core/consume/verdict.ts';
import type { DeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { RedriveMark } from '../../../../lambdas/contracts/events/redrive-mark.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { audit, linesUnderTest } from '../dead-letter/lines-under-test.ts';
import { delivery, notedConsumer } from './deliveries.ts';

let store: ItemStore;
let lines: DeadLetterLines;
let telemetry: ReturnType<typeof recordingTelemetry>;
let answers: Map<string, () => Outcome>;
let consumer: ReturnType<typeof notedConsumer>;

const deadline = Number.MAX_SAFE_INTEGER;
const refused = (): Outcome => park('not for us');
const later = (): Outcome => retry('busy', 7);

/** One batch through handlers that know nothing of earlier ones, record after record. */
async function batch(
  records: readonly SourceRecord[],
  differences: Partial<KeyOrder> = {},
): Promise<readonly Verdict[]> {
  const order: KeyOrder = { lines, onPoison: 'park-key', maxReceives: 3, maxUntried: 6, ...differences };
  const open = createSequencedHandlers({ consumer, telemetry, order, retryDelay: () => 60 });
  const handle = await open();
  const verdicts: Verdict[] = [];
  for (const record of records) {
    verdicts.push(await handle(record, deadline));
  }
  return verdicts;
}

function inKey(key: string, ...ids: readonly string[]): readonly SourceRecord[] {
  return ids.map((id) => delivery({ id, group: key }));
}

async function parkedIn(key: string): Promise<readonly string[]> {
  return (await lines.letters(key)).map(({ id }) => id);
}

const done = { done: true };

beforeEach(() => {
  store = createMemoryItemStore();
  ({ lines } = linesUnderTest(store));
  telemetry = recordingTelemetry();
  answers = new Map();
  consumer = notedConsumer((note) => (answers.get(note) ?? ok)());
});

describe('a consumer that keeps the order of its keys', () => {
  it('handles what comes while nothing is parked, for one read a batch', async () => {
    const { items, counts } = countingItems(store);
    ({ lines } = linesUnderTest(items));

    expect(await batch([...inKey('a', 'a1', 'a2'), ...inKey('b', 'b1')])).toEqual([done, done, done]);
    expect(consumer.seen).toEqual(['a1', 'a2', 'b1']);
    expect(counts).toEqual({ get: 1, write: 0, transact: 0, query: 0 });
  });

  it('failure mode 3: parks poison with what follows it in its key, in the same batch and in later ones', async () => {
    answers.set('a1', refused);

    expect(await batch([...inKey('a', 'a1', 'a2'), ...inKey('b', 'b1')])).toEqual([done, done, done]);
    expect(await batch([...inKey('a', 'a3'), ...inKey('b', 'b2')])).toEqual([done, done]);
    expect(consumer.seen).toEqual(['a1', 'b1', 'b2']);
    expect(await parkedIn('a')).toEqual(['a1', 'a2', 'a3']);
    expect((await lines.letters('a')).map(({ reason }) => reason)).toEqual([
      'not for us',
      'an earlier message of its key is parked',
      'an earlier message of its key is parked',
    ]);
    expect(telemetry.counts.get('RecordsParked')).toBe(3);
  });

  it('failure mode 81: parks what it cannot decode, with the reason', async () => {
    expect(await batch([delivery({ id: 'a1', group: 'a', body: 'no json' })])).toEqual([done]);
    expect(await lines.letters('a')).toMatchObject([
      { body: 'no json', reason: 'envelope-invalid: message body must be JSON', receiveCount: 1 },
    ]);
  });

  it.each([
    [1, { done: false, afterSeconds: 7 }, []],
    [2, { done: false, afterSeconds: 7 }, []],
    [3, done, ['a1']],
  ])('gives a failed record back until its last delivery: at delivery %i', async (receiveCount, verdict, parked) => {
    answers.set('a1', later);

    expect(await batch([delivery({ id: 'a1', group: 'a', receiveCount })])).toEqual([verdict]);
    expect(await parkedIn('a')).toEqual(parked);
  });

  it('names an exception by its code or its name, never by a message that may quote the payload', async () => {
    const failures = [
      new PipelineError('it said secret', { code: 'store-unavailable', retryable: true }),
      new TypeError('secret is not a function'),
    ];
    for (const [place, failure] of failures.entries()) {
      answers.set(`f${place}`, () => {
        throw failure;
      });
      await batch([delivery({ id: `f${place}`, group: `g${place}`, receiveCount: 3 })]);
    }

    expect([await lines.letters('g0'), await lines.letters('g1')].flat().map(({ reason }) => reason)).toEqual([
      'store-unavailable',
      'TypeError',
    ]);
  });

  it.each([
    [6, 1, []],
    [7, 0, ['a1']],
  ])(
    'parks what no delivery brought to an end without another try: at delivery %i',
    async (receiveCount, tries, parked) => {
      await batch([delivery({ id: 'a1', group: 'a', receiveCount })]);

      expect(consumer.seen).toHaveLength(tries);
      expect(await parkedIn('a')).toEqual(parked);
    },
  );

  it('goes on with a key whose line has ended', async () => {
    answers.set('a1', refused);
    await batch(inKey('a', 'a1'));
    await lines.remove('a1', audit('1'));

    await batch(inKey('a', 'a2'));

    expect(consumer.seen).toEqual(['a1', 'a2']);
  });

  it('gives a record back that it could not park', async () => {
    answers.set('a1', refused);
    const broken: DeadLetterLines = {
      ...lines,
      park: () => Promise.reject(new PipelineError('down', { code: 'store-unavailable' })),
    };

    expect(await batch(inKey('a', 'a1'), { lines: broken })).toEqual([{ done: false, afterSeconds: 60 }]);
    expect(telemetry.lines).toContain('record not parked');
  });
});

describe('a consumer that blocks', () => {
  it('holds poison at the head of its key and parks nothing', async () => {
    answers.set('a1', refused);

    expect(await batch(inKey('a', 'a1'), { onPoison: 'block' })).toEqual([{ done: false, afterSeconds: 60 }]);
    expect(await lines.anyParked()).toBe(false);
    expect(telemetry.lines).toContain('poison holds its key');
  });

  it('parks the key at the last delivery before the queue would move it', async () => {
    answers.set('a1', refused);

    await batch([delivery({ id: 'a1', group: 'a', receiveCount: 3 }), ...inKey('a', 'a2')], { onPoison: 'block' });

    expect(await parkedIn('a')).toEqual(['a1', 'a2']);
  });
});

describe('the copy of a dead letter', () => {
  const copy = (id: string, mark: Partial<RedriveMark>, receiveCount = 1): SourceRecord =>
    delivery({
      ...{ id: `copy of ${id}`, group: 'a', receiveCount },
      body: delivery({ id }).body,
      redrive: { token: 't', letter: id, position: 1, previous: 0, ...mark },
    });

  beforeEach(async () => {
    answers.set('a1', refused);
    await batch(inKey('a', 'a1', 'a2'));
    answers.clear();
    consumer.seen.length = 0;
    await lines.beginRedrive('t', audit('1', { action: 'redrive' }));
  });

  it('is handled in its turn, and its letter leaves the line', async () => {
    expect(await batch([copy('a1', {}), copy('a2', { position: 2, previous: 1 })])).toEqual([done, done]);
    expect(consumer.seen).toEqual(['a1', 'a2']);
    expect(await lines.line('a')).toBeUndefined();
  });

  it('lets what comes after the last one of its line go on in the same batch', async () => {
    await batch([copy('a1', {}), copy('a2', { position: 2, previous: 1 }), ...inKey('a', 'a3')]);

    expect(consumer.seen).toEqual(['a1', 'a2', 'a3']);
  });

  it('keeps what comes before the last one behind it', async () => {
    await batch([copy('a1', {}), ...inKey('a', 'a3'), copy('a2', { position: 2, previous: 1 })]);

    expect(consumer.seen).toEqual(['a1', 'a2']);
    expect(await parkedIn('a')).toEqual(['a3']);
  });

  it.each<readonly [string, Partial<RedriveMark>]>([
    ['of another redrive', { token: 'earlier' }],
    ['whose predecessor was not handled', { position: 2, previous: 1 }],
  ])('is dropped %s: its letter still stands in its line', async (_, mark) => {
    expect(await batch([copy('a2', mark)])).toEqual([done]);
    expect(consumer.seen).toEqual([]);
    expect(await parkedIn('a')).toEqual(['a1', 'a2']);
  });

  it('is dropped when it comes again after it was settled', async () => {
    await batch([copy('a1', {})]);

    expect(await batch([copy('a1', {})])).toEqual([done]);
    expect(consumer.seen).toEqual(['a1']);
    expect(await parkedIn('a')).toEqual(['a2']);
  });

  it('ends its redrive when it is refused again, and the copies behind it are dropped', async () => {
    answers.set('a1', () => park('still not'));

    expect(await batch([copy('a1', {}), copy('a2', { position: 2, previous: 1 })])).toEqual([done, done]);
    expect(consumer.seen).toEqual(['a1']);
    expect(await lines.letters('a')).toMatchObject([{ id: 'a1', reason: 'still not', redrives: 1 }, { id: 'a2' }]);
    expect((await lines.line('a'))?.redrive).toBeUndefined();
  });

  it('ends its redrive at once where poison blocks: the operator waits for an answer', async () => {
    answers.set('a1', refused);
    await batch([copy('a1', {})], { onPoison: 'block' });

    expect((await lines.line('a'))?.redrive).toBeUndefined();
  });

  it('is given back while it fails, and ends its redrive at its last delivery', async () => {
    answers.set('a1', later);

    expect(await batch([copy('a1', {}, 2)])).toEqual([{ done: false, afterSeconds: 7 }]);
    expect(await batch([copy('a1', {}, 3)])).toEqual([done]);
    expect(await lines.letters('a')).toMatchObject([{ id: 'a1', reason: 'busy', receiveCount: 3 }, { id: 'a2' }]);
  });

  it('is given back when it was handled and could not be settled', async () => {
    const broken: DeadLetterLines = {
      ...lines,
      settle: () => Promise.reject(new PipelineError('down', { code: 'store-unavailable' })),
    };

    expect(await batch([copy('a1', {})], { lines: broken })).toEqual([{ done: false, afterSeconds: 60 }]);
    expect(await parkedIn('a')).toEqual(['a1', 'a2']);
  });
});
