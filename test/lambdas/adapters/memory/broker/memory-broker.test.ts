import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { deadLetterQueueOf } from '../../../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { createMemoryBroker, type MemoryBroker } from '../../../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { messageAttributes } from '../../../../../lambdas/adapters/sns-sqs/message-attributes.ts';
import { messageBytes } from '../../../../../lambdas/adapters/sns-sqs/message-bytes.ts';
import { createVirtualClock, type VirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { consumer } from '../../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter, noDeadLetter } from '../../../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../../../../lambdas/contracts/definition/topic.ts';
import { event } from '../../../../../lambdas/contracts/events/event-type.ts';
import type { SourceRecord } from '../../../../../lambdas/core/consume/source-record.ts';
import { fixedIds } from '../../../../support/fixed-ids.ts';

const start = Date.UTC(2026, 0, 1);
const visibilitySeconds = 30;

const typeOf = (name: string): ReturnType<typeof event> =>
  event(name, { schema: z.object({ key: z.string() }), key: ({ key }) => key });
const Fact = typeOf('fact');
const Work = typeOf('work');
const Loose = typeOf('loose');

const definition = pipeline('tested', {
  topics: { facts: topic({ fifo: true, carries: [Fact] }) },
  queues: {
    ordered: queue({
      fifo: true,
      from: { facts: [Fact] },
      deadLetter: deadLetter({ maxReceiveCount: 3 }),
      onPoison: 'skip',
    }),
    work: queue({ accepts: [Work], deadLetter: deadLetter({ maxReceiveCount: 3 }) }),
    loose: queue({ accepts: [Loose], deadLetter: noDeadLetter('may be lost') }),
  },
  consumers: {
    ordered: consumer({ entry: 'a.ts', source: 'ordered', handles: [Fact] }),
    work: consumer({ entry: 'b.ts', source: 'work', handles: [Work] }),
    loose: consumer({ entry: 'c.ts', source: 'loose', handles: [Loose] }),
  },
  relay: relay({ entry: 'relay.ts' }),
});

interface Opened {
  readonly broker: MemoryBroker;
  readonly clock: VirtualClock;
}

function open(maxMessageBytes: number = definition.topics.facts.maxMessageBytes): Opened {
  const clock = createVirtualClock(start);
  const broker = createMemoryBroker({
    definition: { ...definition, topics: { facts: { ...definition.topics.facts, maxMessageBytes } } },
    clock,
    ids: fixedIds('message-'),
    visibilitySecondsOf: () => visibilitySeconds,
  });
  return { broker, clock };
}

async function send(broker: MemoryBroker, type: string, ...ids: readonly string[]): Promise<void> {
  await broker.publisher.publish(ids.map((id) => ({ id, type, key: id.charAt(0), body: id })));
}

function one(records: readonly SourceRecord[]): SourceRecord {
  const [record] = records;
  if (record === undefined || records.length > 1) {
    throw new TypeError(`exactly one record must have come, got ${records.length}`);
  }
  return record;
}

describe('createMemoryBroker: receipts', () => {
  it.each(['ordered', 'work'])('refuses the receipt of a message in %s that was received again', async (queueName) => {
    const { broker } = open();
    await send(broker, queueName === 'work' ? 'work' : 'fact', 'a1');
    const earlier = one(broker.receive(queueName, 10));
    broker.changeVisibility(queueName, earlier.receipt, 0);
    const latest = one(broker.receive(queueName, 10));

    expect(broker.changeVisibility(queueName, earlier.receipt, 0)).toBe(false);
    expect(broker.delete(queueName, earlier.receipt)).toBe(false);
    expect(broker.delete(queueName, latest.receipt)).toBe(true);
    expect(broker.delete(queueName, latest.receipt)).toBe(false);
  });

  it('refuses the receipt of a FIFO message whose visibility timeout has passed', async () => {
    const { broker, clock } = open();
    await send(broker, 'fact', 'a1');
    const { receipt } = one(broker.receive('ordered', 10));

    clock.advance(visibilitySeconds * 1000);

    expect(broker.delete('ordered', receipt)).toBe(false);
    expect(one(broker.receive('ordered', 10)).receiveCount).toBe(2);
  });

  it('honours the latest receipt of a standard message until it is received again', async () => {
    const { broker, clock } = open();
    await send(broker, 'work', 'a1', 'b1');
    const [first] = broker.receive('work', 10);

    clock.advance(visibilitySeconds * 1000);

    expect(broker.changeVisibility('work', first?.receipt ?? '', 10)).toBe(false);
    expect(broker.delete('work', first?.receipt ?? '')).toBe(true);
    expect(one(broker.receive('work', 10)).body).toBe('b1');
  });

  it('knows no receipt of another queue', async () => {
    const { broker } = open();
    await send(broker, 'work', 'a1');
    const { receipt } = one(broker.receive('work', 10));

    expect(broker.delete('ordered', receipt)).toBe(false);
  });
});

describe('createMemoryBroker: time', () => {
  it('shows a message again exactly when its visibility timeout passes', async () => {
    const { broker, clock } = open();
    await send(broker, 'work', 'a1');
    broker.receive('work', 10);

    clock.advance(visibilitySeconds * 1000 - 1);
    expect(broker.receive('work', 10)).toEqual([]);
    clock.advance(1);

    expect(one(broker.receive('work', 10)).receiveCount).toBe(2);
  });

  it('tells when the next message comes back, over all queues', async () => {
    const { broker, clock } = open();
    await send(broker, 'work', 'a1');
    await send(broker, 'fact', 'a1');
    expect(broker.nextVisibleAt()).toBeUndefined();

    const work = one(broker.receive('work', 10));
    clock.advance(1000);
    const fact = one(broker.receive('ordered', 10));
    expect(broker.nextVisibleAt()).toBe(start + 30_000);

    broker.changeVisibility('ordered', fact.receipt, 5);
    expect(broker.nextVisibleAt()).toBe(start + 6000);
    broker.delete('ordered', fact.receipt);
    broker.delete('work', work.receipt);
    expect(broker.nextVisibleAt()).toBeUndefined();
  });

  it('keeps the group locked until the last of its messages is back', async () => {
    const { broker } = open();
    await send(broker, 'fact', 'a1', 'a2', 'a3');
    const [first, second] = broker.receive('ordered', 2);

    broker.changeVisibility('ordered', second?.receipt ?? '', 0);
    expect(broker.receive('ordered', 10)).toEqual([]);
    broker.changeVisibility('ordered', first?.receipt ?? '', 0);

    expect(broker.receive('ordered', 10).map(({ body }) => body)).toEqual(['a1', 'a2', 'a3']);
  });

  it('forgets de-duplication after five minutes', async () => {
    const { broker, clock } = open();
    await send(broker, 'fact', 'a1');
    clock.advance(300_000);

    await send(broker, 'fact', 'a1');

    expect(broker.topicFiguresOf('facts')).toEqual({ published: 2, deduplicated: 0 });
    expect(broker.figuresOf('ordered')).toMatchObject({ sent: 2, deduplicated: 0 });
  });
});

describe('createMemoryBroker: operators', () => {
  it('lists the messages of a queue oldest first, with receives, reason and whether they are in flight', async () => {
    const { broker, clock } = open();
    await send(broker, 'work', 'a1');
    clock.advance(1000);
    await send(broker, 'work', 'b1');
    broker.receive('work', 1);

    expect(broker.messages('work')).toEqual([
      { id: 'message-1', body: 'a1', group: 'a', sentAt: start, receiveCount: 1, reason: undefined, inFlight: true },
      {
        id: 'message-2',
        body: 'b1',
        group: 'b',
        sentAt: start + 1000,
        receiveCount: 0,
        reason: undefined,
        inFlight: false,
      },
    ]);
  });

  it('lists a dead letter with the id and receives it had, a parked one with its reason', async () => {
    const { broker } = open();
    await send(broker, 'work', 'a1', 'b1');
    for (const { receipt } of [0, 1, 2].flatMap(() => broker.receive('work', 1))) {
      broker.changeVisibility('work', receipt, 0);
    }
    await broker.parking('work').park(one(broker.receive('work', 1)), 'no');

    expect(broker.messages(deadLetterQueueOf('work')).map(({ body, reason }) => [body, reason])).toEqual([
      ['a1', 'no'],
    ]);
  });

  it('counts what happens in each queue', async () => {
    const { broker, clock } = open();
    await send(broker, 'fact', 'a1', 'a2', 'b1', 'b1');
    for (let receive = 1; receive <= 3; receive += 1) {
      broker.receive('ordered', 10);
      clock.advance(visibilitySeconds * 1000);
    }
    await send(broker, 'fact', 'c1', 'd1', 'e1');
    const [done, parked] = broker.receive('ordered', 10);
    broker.delete('ordered', done?.receipt ?? '');
    await broker.parking('ordered').park({ ...one([parked].filter((record) => record !== undefined)) }, 'no');

    expect(broker.topicFiguresOf('facts')).toEqual({ published: 6, deduplicated: 1 });
    expect(broker.figuresOf('ordered')).toEqual({
      sent: 6,
      received: 12,
      deleted: 1,
      deduplicated: 0,
      deadLettered: 3,
      parked: 1,
      visible: 0,
      inFlight: 2,
    });
    expect(broker.figuresOf(deadLetterQueueOf('ordered'))).toMatchObject({ sent: 4, visible: 4 });
  });

  it('reads a dead-letter queue like any other, and moves nothing on from it', async () => {
    const { broker, clock } = open();
    await send(broker, 'work', 'a1');
    await broker.parking('work').park(one(broker.receive('work', 1)), 'no');

    for (let receive = 1; receive <= 20; receive += 1) {
      expect(one(broker.receive(deadLetterQueueOf('work'), 10)).receiveCount).toBe(receive);
      clock.advance(visibilitySeconds * 1000);
    }
  });

  it('delivers for ever where there is no dead-letter queue, and refuses to park there', async () => {
    const { broker, clock } = open();
    await send(broker, 'loose', 'a1');
    for (let receive = 1; receive <= 20; receive += 1) {
      expect(one(broker.receive('loose', 10)).receiveCount).toBe(receive);
      clock.advance(visibilitySeconds * 1000);
    }

    expect(broker.queueNames).not.toContain(deadLetterQueueOf('loose'));
    expect(() => broker.parking('loose')).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
  });
});

describe('createMemoryBroker: input', () => {
  it.each([
    [0, false],
    [1, true],
    [10, true],
    [11, false],
    [1.5, false],
  ])('takes a receive of %d: %s', (most, taken) => {
    const receive = (): unknown => open().broker.receive('work', most);

    if (taken) {
      expect(receive()).toEqual([]);
    } else {
      expect(receive).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    }
  });

  it.each([
    [-1, false],
    [0, true],
    [43_200, true],
    [43_201, false],
  ])('takes a visibility of %d s: %s', async (seconds, taken) => {
    const { broker } = open();
    await send(broker, 'work', 'a1');
    const record = one(broker.receive('work', 1));

    const delayed = broker.visibility('work').delay(record, seconds);

    await (taken
      ? expect(delayed).resolves.toBeUndefined()
      : expect(delayed).rejects.toMatchObject({ code: 'input-invalid' }));
  });

  it.each([
    [undefined, 262_144],
    [1_048_576, 1_048_576],
    [1024, 1024],
  ])('failure mode 7: takes to a topic of %s bytes messages of up to %i bytes, as SNS does', async (bytes, limit) => {
    const { broker } = open(bytes);
    const message = { id: 'a1', type: 'fact', key: 'a' };
    const room = limit - messageBytes('', messageAttributes({ ...message, body: '' }));
    const bodyOf = (more: number): string => 'x'.repeat(room + more);

    expect(await broker.publisher.publish([{ ...message, body: bodyOf(1) }])).toMatchObject({ failed: [{ id: 'a1' }] });
    expect(await broker.publisher.publish([{ ...message, body: bodyOf(0) }])).toEqual({ failed: [] });

    expect(one(broker.receive('ordered', 10)).body).toHaveLength(room);
  });

  it('rejects a queue or topic that the definition does not have', () => {
    const { broker } = open();

    expect(() => broker.receive('other', 1)).toThrow('got "other"');
    expect(() => broker.topicFiguresOf('work')).toThrow('got "work"');
  });
});

/** What a chaotic consumer does with what it received. */
type Step =
  | { readonly do: 'send'; readonly key: string }
  | { readonly do: 'receive'; readonly most: number }
  | { readonly do: 'delete' | 'show'; readonly pick: number }
  | { readonly do: 'wait'; readonly seconds: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constant('send' as const), key: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ do: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ do: fc.constantFrom('delete' as const, 'show' as const), pick: fc.nat() }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 40 }) }),
  ),
  { maxLength: 200 },
);

/** Sends what is numbered in the order of sending, and takes every step; answers the bodies that were not deleted. */
async function play(
  { broker, clock }: ReturnType<typeof open>,
  script: readonly Step[],
  { type, queueName, seen }: { type: string; queueName: string; seen: (records: readonly SourceRecord[]) => void },
): Promise<readonly string[]> {
  const kept = new Set<string>();
  const held: SourceRecord[] = [];
  for (const [place, step] of script.entries()) {
    switch (step.do) {
      case 'send':
        kept.add(`${step.key}${place}`);
        await send(broker, type, `${step.key}${place}`);
        break;
      case 'receive': {
        const records = broker.receive(queueName, step.most);
        seen(records);
        held.push(...records);
        break;
      }
      case 'wait':
        clock.advance(step.seconds * 1000);
        break;
      case 'show':
        broker.changeVisibility(queueName, picked(held, step.pick).receipt, 0);
        break;
      case 'delete':
        forgetDeleted(kept, broker, { queueName, record: picked(held, step.pick) });
        break;
    }
  }
  return [...kept];
}

const nothing: SourceRecord = { id: '', body: '', group: undefined, receiveCount: 0, receipt: 'none' };

function picked(held: readonly SourceRecord[], pick: number): SourceRecord {
  return held[pick % Math.max(held.length, 1)] ?? nothing;
}

function forgetDeleted(
  kept: Set<string>,
  broker: MemoryBroker,
  { queueName, record }: { readonly queueName: string; readonly record: SourceRecord },
): void {
  if (broker.delete(queueName, record.receipt)) {
    kept.delete(record.body);
  }
}

describe('createMemoryBroker: whatever a consumer does', () => {
  it.each([
    ['fact', 'ordered'],
    ['work', 'work'],
  ])('loses nothing of %s: all is deleted, in the queue, or a dead letter', async (type, queueName) => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const opened = open();

        const kept = await play(opened, script, { type, queueName, seen: () => undefined });

        const { broker } = opened;
        const left = [...broker.messages(queueName), ...broker.messages(deadLetterQueueOf(queueName))];
        expect(left.map(({ body }) => body).sort()).toEqual(kept.toSorted());
        const { visible, inFlight, sent, deleted, deadLettered } = broker.figuresOf(queueName);
        expect(visible + inFlight).toBe(sent - deleted - deadLettered);
      }),
    );
  });

  it('failure mode 3: delivers a FIFO message only when every earlier one of its key is done or comes with it', async () => {
    const numberOf = (body: string): number => Number(body.slice(1));
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const opened = open();
        const seen = (records: readonly SourceRecord[]): void => {
          for (const [place, { body, group }] of records.entries()) {
            const before = records.slice(0, place).map((record) => record.body);
            const unsettled = opened.broker
              .messages('ordered')
              .filter((other) => other.group === group && numberOf(other.body) < numberOf(body))
              .map((other) => other.body);
            expect(before).toEqual(expect.arrayContaining(unsettled));
          }
        };

        await play(opened, script, { type: 'fact', queueName: 'ordered', seen });
      }),
    );
  });
});
