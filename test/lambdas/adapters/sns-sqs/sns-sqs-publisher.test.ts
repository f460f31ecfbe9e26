import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageAttributes } from '../../../../lambdas/adapters/sns-sqs/message-attributes.ts';
import { messageBytes } from '../../../../lambdas/adapters/sns-sqs/message-bytes.ts';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import {
  createSnsSqsPublisher,
  publishConcurrency,
  publishRetry,
} from '../../../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { routesOf } from '../../../../lambdas/contracts/definition/routes-of.ts';
import type { OutgoingMessage, PublishResult } from '../../../../lambdas/core/ports/publisher.ts';
import { messaging } from '../../../conformance/messaging-definition.ts';
import { acceptAll, type Answer, refusing, type SentCall, stubClients } from './stub-clients.ts';

const { topics } = messaging;

interface Opened {
  readonly publish: (...messages: readonly OutgoingMessage[]) => Promise<PublishResult['failed']>;
  readonly calls: readonly SentCall[];
  readonly waits: readonly number[];
}

/** The topic `news`, the home of `noticed`, takes `newsBytes`. */
function open(script?: readonly Answer[], newsBytes: number = messageLimits.topicBytes): Opened {
  const { sqs, sns, calls } = stubClients(script);
  const waits: number[] = [];
  const publisher = createSnsSqsPublisher({
    sqs,
    sns,
    routes: routesOf({ ...messaging, topics: { ...topics, news: { ...topics.news, maxMessageBytes: newsBytes } } }),
    addressOf: ({ kind, name }) => `${kind}:${name}`,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
  });
  return { publish: async (...messages) => (await publisher.publish(messages)).failed, calls, waits };
}

function message(type: string, id: string, key = id.charAt(0)): OutgoingMessage {
  return { id, type, key, body: id };
}

function many(type: string, count: number): readonly OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => message(type, `${index}`, `key-${index}`));
}

const attributes = (type: string, id: string): object => ({
  type: { DataType: 'String', StringValue: type },
  id: { DataType: 'String', StringValue: id },
});

describe('createSnsSqsPublisher: requests', () => {
  it('sends to a FIFO topic with group, de-duplication id and the attributes that subscriptions filter by', async () => {
    const { publish, calls } = open();

    expect(await publish(message('begun', 'a1'))).toEqual([]);

    expect(calls).toEqual([
      {
        name: 'PublishBatchCommand',
        bodies: ['a1'],
        input: {
          TopicArn: 'topic:facts',
          PublishBatchRequestEntries: [
            {
              Id: '0',
              Message: 'a1',
              MessageGroupId: 'a',
              MessageDeduplicationId: 'a1',
              MessageAttributes: attributes('begun', 'a1'),
            },
          ],
        },
      },
    ]);
  });

  it('failure mode 12: sends to a standard queue with the key as group, so that no key crowds out others', async () => {
    const { publish, calls } = open();

    await publish(message('work', 'a1'));

    expect(calls[0]?.input).toEqual({
      QueueUrl: 'queue:work',
      Entries: [{ Id: '0', MessageBody: 'a1', MessageGroupId: 'a', MessageAttributes: attributes('work', 'a1') }],
    });
  });

  it.each([
    [0, 0],
    [1, 1],
    [10, 1],
    [11, 2],
    [25, 3],
    [10_000, 1000],
  ])('sends %i messages of different keys in %i calls', async (count, expected) => {
    for (const type of ['begun', 'noticed', 'work', 'ordered-work']) {
      const { publish, calls } = open();

      expect(await publish(...many(type, count))).toEqual([]);

      expect(calls).toHaveLength(expected);
    }
  });

  it('sends to every home in a call of its own', async () => {
    const { publish, calls } = open();

    await publish(message('begun', 'a1'), message('work', 'b1'), message('ended', 'c1'), message('noticed', 'd1'));

    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1', 'c1'], ['b1'], ['d1']]);
  });

  it('runs a limited number of calls at the same time', async () => {
    let running = 0;
    let most = 0;
    const { publish } = open([
      async (call) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return acceptAll(call);
      },
    ]);

    expect(await publish(...many('work', 300))).toEqual([]);

    expect(most).toBe(publishConcurrency);
  });
});

describe('createSnsSqsPublisher: order', () => {
  it('failure mode 6: never puts two messages of a key into one batch', async () => {
    const { publish, calls } = open();

    await publish(message('begun', 'a1'), message('begun', 'b1'), message('begun', 'a2'), message('begun', 'a3'));

    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1', 'b1'], ['a2'], ['a3']]);
  });

  it('sends a message only after the earlier one of its key was accepted, in another home too', async () => {
    const { publish, calls } = open();

    await publish(message('begun', 'a1'), message('work', 'a2'), message('begun', 'a3'));

    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1'], ['a2'], ['a3']]);
  });

  it('failure mode 6: holds back later messages of a key while an earlier one is tried again', async () => {
    const { publish, calls } = open([refusing(['a1'], false), acceptAll]);

    expect(await publish(message('begun', 'a1'), message('begun', 'b1'), message('begun', 'a2'))).toEqual([]);

    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1', 'b1'], ['a1'], ['a2']]);
  });

  it('failure mode 6: fails later messages of a key with an earlier one, in every home, and sends other keys', async () => {
    const { publish, calls } = open([refusing(['a1'], true)]);

    const failed = await publish(
      message('begun', 'a1'),
      message('begun', 'b1'),
      message('begun', 'a2'),
      message('work', 'a3'),
      message('begun', 'b2'),
    );

    expect(failed).toEqual([
      { id: 'a1', reason: 'InternalError: try later' },
      { id: 'a2', reason: 'held back behind "a1" of the same key' },
      { id: 'a3', reason: 'held back behind "a1" of the same key' },
    ]);
    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1', 'b1'], ['b2']]);
  });
});

describe('createSnsSqsPublisher: refusals', () => {
  it('failure mode 6: sends only the refused entries of a batch again', async () => {
    const { publish, calls, waits } = open([refusing(['3', '7'], false), refusing(['7'], false), acceptAll]);

    expect(await publish(...many('work', 10))).toEqual([]);

    expect(calls.map(({ bodies }) => bodies.length)).toEqual([10, 2, 1]);
    expect(calls[1]?.bodies).toEqual(['3', '7']);
    expect(waits).toEqual([publishRetry.baseMs / 2, publishRetry.baseMs]);
  });

  it('gives a refused entry up after the last attempt', async () => {
    const { publish, calls, waits } = open([refusing(['a1'], false)]);

    expect(await publish(message('work', 'a1'))).toEqual([{ id: 'a1', reason: 'InternalError: try later' }]);

    expect(calls).toHaveLength(publishRetry.attempts);
    expect(waits).toHaveLength(publishRetry.attempts - 1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(publishRetry.capMs);
  });

  it('counts the attempts of each message apart', async () => {
    const { publish, calls } = open([
      ...Array.from({ length: publishRetry.attempts - 1 }, () => refusing(['a1', 'a2'], false)),
      acceptAll,
      ...Array.from({ length: publishRetry.attempts - 1 }, () => refusing(['a1', 'a2'], false)),
      acceptAll,
    ]);

    expect(await publish(message('work', 'a1'), message('work', 'a2'))).toEqual([]);

    expect(calls).toHaveLength(2 * publishRetry.attempts);
  });

  it("does not send an entry again that is the sender's fault", async () => {
    const { publish, calls, waits } = open([refusing(['a1'], true)]);

    expect(await publish(message('work', 'a1'), message('work', 'b1'))).toHaveLength(1);

    expect(calls).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('sends an entry again that the answer does not mention', async () => {
    const { publish, calls } = open([() => ({ Successful: [{ Id: '1' }] }), acceptAll]);

    expect(await publish(message('work', 'a1'), message('work', 'b1'))).toEqual([]);

    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1', 'b1'], ['a1']]);
  });

  it('fails all entries of a call that fails as a whole, and those of other calls not', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { name: 'TimeoutError' });
    const { publish, calls } = open([(call) => (call.name === 'PublishBatchCommand' ? refused : acceptAll(call))]);

    const failed = await publish(message('begun', 'a1'), message('begun', 'b1'), message('work', 'c1'));

    expect(failed).toEqual([
      { id: 'a1', reason: 'TimeoutError: connect ECONNREFUSED' },
      { id: 'b1', reason: 'TimeoutError: connect ECONNREFUSED' },
    ]);
    expect(calls).toHaveLength(2);
  });

  it('fails a message without a home and sends the others', async () => {
    const { publish, calls } = open();

    const failed = await publish(message('unknown', 'a1'), message('work', 'b1'));

    expect(failed.map(({ id }) => id)).toEqual(['a1']);
    expect(failed[0]?.reason).toContain('"unknown"');
    expect(calls.map(({ bodies }) => bodies)).toEqual([['b1']]);
  });
});

describe('createSnsSqsPublisher: sizes', () => {
  const sized = (type: string, id: string, bytes: number): OutgoingMessage => {
    const empty = { ...message(type, id), body: '' };
    return { ...empty, body: 'x'.repeat(bytes - messageBytes('', messageAttributes(empty))) };
  };

  it.each([
    ['work', messageLimits.queueBytes],
    ['noticed', messageLimits.topicBytes],
  ])('failure mode 7: fills a batch of %s up to its limit of bytes and not beyond', async (type, limit) => {
    const { publish, calls } = open();

    await publish(sized(type, 'a1', limit / 2), sized(type, 'b1', limit / 2), sized(type, 'c1', 100));

    expect(calls.map(({ bodies }) => bodies.length)).toEqual([2, 1]);
  });

  it('failure mode 7: fails an oversize message without a call and sends its neighbours', async () => {
    const { publish, calls } = open();
    const limit = messageLimits.queueBytes;

    const failed = await publish(message('work', 'a1'), sized('work', 'b1', limit + 1), message('work', 'c1'));

    expect(failed).toEqual([
      { id: 'b1', reason: `message must be at most ${limit} bytes with its attributes, got ${limit + 1}` },
    ]);
    expect(calls.map(({ bodies }) => bodies)).toEqual([['a1', 'c1']]);
  });

  const largeBytes = messageLimits.topicBytesRange[1];

  it.each([
    ['work', messageLimits.topicBytes, messageLimits.queueBytes],
    ['noticed', messageLimits.topicBytes, messageLimits.topicBytes],
    ['noticed', largeBytes, largeBytes],
    ['noticed', 1024, 1024],
  ])(
    'failure mode 7: sends %s to a home of %i bytes up to %i bytes, attributes included',
    async (type, news, limit) => {
      const { publish, calls } = open(undefined, news);
      const messages = [-1, 0, 1].map((more) => sized(type, `${more}`, limit + more));

      const failed = await publish(...messages);

      expect(failed).toEqual([
        { id: '1', reason: `message must be at most ${limit} bytes with its attributes, got ${limit + 1}` },
      ]);
      expect(calls).toHaveLength(2);
    },
  );

  it.each([
    [messageLimits.topicBytes, 0, 1],
    [messageLimits.topicBytes, 1, 2],
    [largeBytes, 0, 1],
    [largeBytes, 1, 2],
  ])('failure mode 7: counts all messages of a call as one, of %i bytes and %i more', async (limit, more, calls) => {
    const opened = open(undefined, limit);
    const tenth = Math.floor(limit / 10);
    const messages = Array.from({ length: 9 }, (_, index) => sized('noticed', `${index}`, tenth));

    expect(await opened.publish(...messages, sized('noticed', '9', limit - 9 * tenth + more))).toEqual([]);

    expect(opened.calls).toHaveLength(calls);
  });

  it('failure mode 7: measures bytes, not characters', async () => {
    const empty = { ...message('noticed', 'a1'), body: '' };
    const room = messageLimits.topicBytes - messageBytes('', messageAttributes(empty));
    const body = '😀'.repeat(Math.floor(room / 4));

    expect(await open().publish({ ...empty, body })).toEqual([]);
    expect(await open().publish({ ...empty, body: `${body}😀` })).toHaveLength(1);
  });

  it('failure mode 7: gives no message more attributes than a raw delivery keeps', () => {
    const count = Object.keys(messageAttributes(message('noticed', 'a1'))).length;

    expect(count).toBeLessThanOrEqual(messageLimits.attributes);
  });
});

/** What a broker makes of an entry; `silent` takes it and does not say so. */
type Fate = 'accepted' | 'refused' | 'faulty' | 'silent';

interface Hostile {
  readonly answer: Answer;
  /** Ids in the order in which they were taken, and as they were sent, call by call. */
  readonly taken: readonly string[];
  readonly sent: readonly (readonly string[])[];
  readonly acknowledged: ReadonlySet<string>;
  /** Ids that were sent although they had been acknowledged. */
  readonly repeated: readonly string[];
}

const idOf = (body: string): string => body.slice(0, body.indexOf(':'));

/** A broker that takes, refuses and forgets entries, and whole calls, as the fates come; it ends up taking all. */
function hostileBroker(fates: readonly Fate[], broken: readonly boolean[]): Hostile {
  const taken: string[] = [];
  const sent: string[][] = [];
  const acknowledged = new Set<string>();
  const repeated: string[] = [];
  let next = 0;
  const answer: Answer = ({ bodies }) => {
    const ids = bodies.map(idOf);
    sent.push(ids);
    repeated.push(...ids.filter((id) => acknowledged.has(id)));
    if (broken[sent.length - 1] === true) {
      return new Error('the call failed');
    }
    const answers = ids.map((id, place) => ({ id, Id: String(place), fate: fates[next++] ?? 'accepted' }));
    taken.push(...answers.filter(({ fate }) => fate === 'accepted' || fate === 'silent').map(({ id }) => id));
    const accepted = answers.filter(({ fate }) => fate === 'accepted');
    accepted.forEach(({ id }) => acknowledged.add(id));
    const Failed = answers
      .filter(({ fate }) => fate === 'refused' || fate === 'faulty')
      .map(({ Id, fate }) => ({ Id, Code: 'InternalError', SenderFault: fate === 'faulty' }));
    return { Successful: accepted.map(({ Id }) => ({ Id })), Failed };
  };
  return { answer, taken, sent, acknowledged, repeated };
}

interface HostileRun {
  readonly drafts: readonly { readonly type: string; readonly key: string; readonly padding: number }[];
  readonly fates: readonly Fate[];
  /** Which calls fail as a whole. */
  readonly broken: readonly boolean[];
}

const hostileRun: fc.Arbitrary<HostileRun> = fc.record({
  drafts: fc.array(
    fc.record({
      type: fc.constantFrom('begun', 'noticed', 'work', 'ordered-work'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      padding: fc.nat({ max: 700 }),
    }),
    { maxLength: 40 },
  ),
  fates: fc.array(fc.constantFrom<Fate>('accepted', 'refused', 'faulty', 'silent'), { maxLength: 80 }),
  broken: fc.array(fc.boolean(), { maxLength: 6 }),
});

const newsBytes = 1024;

async function runHostile({ drafts, fates, broken }: HostileRun): Promise<{
  readonly messages: readonly OutgoingMessage[];
  readonly failed: readonly string[];
  readonly broker: Hostile;
}> {
  const messages = drafts.map(({ type, key, padding }, index) => {
    const id = `${key}${index}`;
    return { id, type, key, body: `${id}:${'x'.repeat(padding)}` };
  });
  const broker = hostileBroker(fates, broken);
  const failed = await open([broker.answer], newsBytes).publish(...messages);
  return { messages, failed: failed.map(({ id }) => id), broker };
}

describe('createSnsSqsPublisher: whatever the brokers refuse', () => {
  const holds = (check: (run: Awaited<ReturnType<typeof runHostile>>) => void): Promise<void> =>
    fc.assert(
      fc.asyncProperty(hostileRun, async (run) => {
        check(await runHostile(run));
      }),
      { numRuns: 300 },
    );

  it('failure mode 6: loses nothing: each message is acknowledged or reported as failed, and never both', () =>
    holds(({ messages, failed, broker }) => {
      const acknowledged = messages.filter(({ id }) => broker.acknowledged.has(id)).map(({ id }) => id);

      expect([...acknowledged, ...failed].sort()).toEqual(messages.map(({ id }) => id).sort());
    }));

  it('failure mode 6: keeps the order of each key: what is taken is a beginning of its messages', () =>
    holds(({ messages, broker }) => {
      for (const [key, ofKey] of Map.groupBy(messages, (message) => message.key)) {
        const taken = broker.taken.filter((id) => id.startsWith(key));
        const once = taken.filter((id, index) => id !== taken[index - 1]);

        expect(once).toEqual(ofKey.map(({ id }) => id).slice(0, once.length));
      }
    }));

  it('failure mode 6: sends again only what was not acknowledged, and each message a limited number of times', () =>
    holds(({ broker }) => {
      expect(broker.repeated).toEqual([]);
      for (const tries of Map.groupBy(broker.sent.flat(), (id) => id).values()) {
        expect(tries.length).toBeLessThanOrEqual(publishRetry.attempts);
      }
    }));

  it('failure mode 7: fills no call over its limits, and never with two messages of a key', () =>
    holds(({ messages, broker }) => {
      const byId = new Map(messages.map((sent) => [sent.id, sent]));
      for (const ids of broker.sent) {
        const call = ids.flatMap((id) => byId.get(id) ?? []);
        const bytes = call.reduce((sum, sent) => sum + messageBytes(sent.body, messageAttributes(sent)), 0);

        expect(call.length).toBeLessThanOrEqual(messageLimits.batchEntries);
        expect(new Set(call.map(({ key }) => key)).size).toBe(call.length);
        expect(bytes).toBeLessThanOrEqual(call[0]?.type === 'noticed' ? newsBytes : messageLimits.queueBytes);
      }
    }));
});
