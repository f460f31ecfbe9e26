import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import {
  type BatchConsumer,
  type Ordering,
  createBatchConsumer,
} from '../../../../lambdas/core/consume/batch-consumer.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createSagaConsumer } from '../../../../lambdas/core/saga/saga-consumer.ts';
import { saga } from '../../../../lambdas/core/saga/saga.ts';
import { sagaKey } from '../../../../lambdas/core/saga/stored-saga.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const branches = 20;
const key = (data: { readonly survey: string }): string => data.survey;
const Wanted = event('survey.wanted', { schema: z.object({ survey: z.string() }), key });
const Ask = event('survey.ask', { schema: z.object({ survey: z.string(), who: z.string() }), key });
const Answered = event('survey.answered', { schema: z.object({ survey: z.string(), who: z.string() }), key });
const Done = event('survey.done', { schema: z.object({ survey: z.string(), answers: z.int() }), key });

const names = Array.from({ length: branches }, (_, index) => `who-${index}`);
const branch = (
  who: string,
): { send: (input: { survey: string }) => ReturnType<typeof Ask.of>; ok: typeof Answered } => ({
  send: ({ survey }) => Ask.of({ survey, who }),
  ok: Answered,
});
const survey = saga('survey', { startedBy: Wanted })
  .parallel(Object.fromEntries(names.map((who) => [who, branch(who)])))
  .completes((input, results) => Done.of({ ...input, answers: Object.keys(results).length }))
  .fails((input) => Done.of({ ...input, answers: 0 }));

let consumer: Consumer;
let counts: ItemCounts;
let memory: ReturnType<typeof createMemoryItemStore>;
const telemetry = recordingTelemetry();

function batchConsumer(ordering: Ordering): BatchConsumer {
  return createBatchConsumer({
    ...{ consumer, ordering, telemetry, clock: fixedClock() },
    parking: { park: () => Promise.reject(new TypeError('nothing may be parked')) },
    visibility: { delay: () => Promise.resolve() },
  });
}

async function replies(): Promise<readonly SourceRecord[]> {
  const sent = outboxEntries(await memory.get(sagaKey('survey', 's1')));
  return sent.map(({ message }, index) => {
    const reply = { ...arriving(Answered.of({ survey: 's1', who: `${index}` })), causationid: message.id };
    return { id: `r${index}`, body: JSON.stringify(reply), group: 's1', receiveCount: 1, receipt: `r${index}` };
  });
}

beforeEach(async () => {
  memory = createMemoryItemStore();
  const counting = countingItems(memory);
  counts = counting.counts;
  const clock = fixedClock();
  const writer = createMessageWriter({ ids: fixedIds('ask-'), clock, source: '/test' });
  consumer = createSagaConsumer({
    ...{ name: 'survey', definitions: [survey], store: 'survey', items: counting.items, writer, clock, telemetry },
  });
  await consumer.handle(arriving(Wanted.of({ survey: 's1' })), { deadline: Infinity, receiveCount: 1 });
  Object.assign(counts, { get: 0, write: 0 });
});

async function ended(): Promise<unknown> {
  const item = await memory.get(sagaKey('survey', 's1'));
  return [item?.attributes['status'], outboxEntries(item).at(-1)?.message.type];
}

describe('failure mode 48: many replies to one saga at once', () => {
  it('in one batch of its queue cost one read and one write each, and none is delivered again', async () => {
    const { failed } = await batchConsumer('group')(await replies(), { deadline: Infinity });

    expect(failed).toEqual([]);
    expect(counts).toEqual({ get: branches, write: branches, transact: 0, query: 0 });
    expect(await ended()).toEqual(['completed', 'survey.done']);
  });

  it('without any order are refused but for one each time, and all count in the end', async () => {
    const consume = batchConsumer('none');
    let left = await replies();
    let rounds = 0;

    while (left.length > 0 && rounds < 2 * branches) {
      const { failed } = await consume(left, { deadline: Infinity });
      left = left.filter(({ id }) => failed.includes(id));
      rounds += 1;
    }

    expect(left).toEqual([]);
    expect(await ended()).toEqual(['completed', 'survey.done']);
  });
});
