import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageAttributes } from '../../lambdas/adapters/sns-sqs/message-attributes.ts';
import { messageBytes } from '../../lambdas/adapters/sns-sqs/message-bytes.ts';
import { messageLimits } from '../../lambdas/contracts/message-limits.ts';
import type { SourceRecord } from '../../lambdas/core/consume/source-record.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../lambdas/core/ports/dead-letter-queue.ts';
import type { RedriveMark } from '../../lambdas/contracts/events/redrive-mark.ts';
import type { Parking } from '../../lambdas/core/ports/parking.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { Visibility } from '../../lambdas/core/ports/visibility.ts';

/** Topics and queues of the messaging definition, all empty. */
export interface OpenMessaging {
  readonly publisher: Publisher;
  /** One receive of up to `most` messages. */
  receive(queueName: string, most: number): Promise<readonly SourceRecord[]>;
  /** Rejects or does nothing for a stale receipt. */
  delete(queueName: string, receipt: string): Promise<void>;
  visibility(queueName: string): Visibility;
  parking(queueName: string): Parking;
  deadLetters(queueName: string): DeadLetterQueue;
  /** Sends straight to a queue. */
  sender(queueName: string): Publisher;
  /** Lets about a second pass. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

const mostTries = 20;

/** What messaging must do under every adapter; `open` makes topics and queues of its own for each test. */
export function messagingConformance(name: string, open: () => Promise<OpenMessaging>): void {
  describe(`messaging (${name})`, () => {
    let at: OpenMessaging;

    beforeEach(async () => {
      at = await open();
    }, 30_000);
    afterEach(async () => {
      await at.close();
    });

    const publish = async (...messages: readonly OutgoingMessage[]): Promise<readonly string[]> =>
      (await at.publisher.publish(messages)).failed.map(({ id }) => id);

    /** Receives until something comes. */
    const receiveSome = async (queueName: string, most = 10): Promise<readonly SourceRecord[]> => {
      for (let tries = 1; tries <= mostTries; tries += 1) {
        const records = await at.receive(queueName, most);
        if (records.length > 0) {
          return records;
        }
        await at.pass();
      }
      return [];
    };

    /** Receives and deletes until `count` bodies have come, then looks once more for one too many. */
    const drain = async (queueName: string, count: number): Promise<readonly string[]> => {
      const bodies: string[] = [];
      for (let tries = 1; tries <= mostTries && bodies.length < count; tries += 1) {
        for (const { body, receipt } of await receiveSome(queueName)) {
          bodies.push(body);
          await at.delete(queueName, receipt);
        }
      }
      return [...bodies, ...bodiesOf(await at.receive(queueName, 10))];
    };

    const findDeadLetters = async (queueName: string, count: number): Promise<readonly FoundDeadLetter[]> => {
      const found: FoundDeadLetter[] = [];
      for (let tries = 1; tries <= mostTries && found.length < count; tries += 1) {
        // What was received too often moves at the next receive.
        await at.receive(queueName, 10);
        found.push(...(await at.deadLetters(queueName).receive()));
      }
      return found;
    };

    const deadLettersOf = async (queueName: string, count: number): Promise<readonly Partial<FoundDeadLetter>[]> =>
      (await findDeadLetters(queueName, count)).map(({ body, group, reason }) => ({ body, group, reason }));

    const show = async (queueName: string, records: readonly SourceRecord[]): Promise<void> => {
      for (const record of records) {
        await at.visibility(queueName).delay(record, 0);
      }
    };

    describe('routes', () => {
      it('brings each type of a topic to the queues that take it, and to no other', async () => {
        await publish(message('begun', 'a', 'b1'), message('ended', 'a', 'e1'), message('noticed', 'b', 'n1'));

        expect(await drain('ordered', 2)).toEqual(['b1', 'e1']);
        expect(await drain('endings', 1)).toEqual(['e1']);
        expect(sorted(await drain('copies', 2))).toEqual(['b1', 'n1']);
      });

      it('brings a type that a queue accepts to that queue alone', async () => {
        await publish(message('work', 'a', 'w1'), message('ordered-work', 'a', 'o1'));

        expect(await drain('work', 1)).toEqual(['w1']);
        expect(await drain('ordered', 1)).toEqual(['o1']);
        expect(await at.receive('copies', 10)).toEqual([]);
      });

      it('brings a reply to the queue that its request named, and not to the home of its type', async () => {
        await publish({ ...message('noticed', 'a', 'r1'), to: 'brief' }, message('noticed', 'a', 'n1'));

        expect(await drain('brief', 1)).toEqual(['r1']);
        expect(await drain('copies', 1)).toEqual(['n1']);
      });

      it.each(['work', 'nowhere'])('fails a reply to %s, which answers nothing of its type', async (to) => {
        expect(await publish({ ...message('noticed', 'a', 'r1'), to })).toEqual(['r1']);
      });

      it('fails a message whose type has no home and sends those of other keys', async () => {
        const failed = await publish(message('unknown', 'a', 'u1'), message('work', 'b', 'w1'));

        expect(failed).toEqual(['u1']);
        expect(await drain('work', 1)).toEqual(['w1']);
      });

      it('delivers the body as it was sent, whatever is in it', async () => {
        const body = JSON.stringify({ text: 'ø "quoted" <&> \u{1F680}\n', Type: 'Notification' });
        await publish({ ...message('begun', 'a', 'x'), body });

        expect(await drain('ordered', 1)).toEqual([body]);
        expect(await drain('copies', 1)).toEqual([body]);
      });
    });

    describe('order', () => {
      it.each([
        ['a FIFO topic', 'begun'],
        ['a FIFO queue', 'ordered-work'],
      ])('keeps the order of each key through %s', async (_, type) => {
        const ids = ['a1', 'b1', 'a2', 'c1', 'b2', 'a3', 'a4', 'c2'];
        await publish(...ids.map((id) => message(type, id.charAt(0), id)));

        const bodies = await drain('ordered', ids.length);

        for (const key of ['a', 'b', 'c']) {
          expect(bodies.filter((body) => body.startsWith(key))).toEqual(ids.filter((id) => id.startsWith(key)));
        }
        expect(bodies).toHaveLength(ids.length);
      });

      it('gives several messages of one key in one receive, in order', async () => {
        await publish(...['a1', 'a2', 'a3'].map((id) => message('ordered-work', 'a', id)));

        expect(bodiesOf(await receiveSome('ordered'))).toEqual(['a1', 'a2', 'a3']);
      });

      it('failure mode 3: gives nothing of a key while any of it is in flight, and goes on with other keys', async () => {
        await publish(...['a1', 'a2', 'b1'].map((id) => message('ordered-work', id.charAt(0), id)));
        const [first] = await receiveSome('ordered', 1);

        const meanwhile = await receiveSome('ordered');

        expect(first?.body).toBe('a1');
        expect(first?.group).toBe('a');
        expect(bodiesOf(meanwhile)).toEqual(['b1']);
        await at.delete('ordered', first?.receipt ?? '');
        expect(bodiesOf(await receiveSome('ordered'))).toEqual(['a2']);
      });

      it('failure mode 3: brings a failed message of a key back before the later ones', async () => {
        await publish(...['a1', 'a2', 'a3', 'a4'].map((id) => message('ordered-work', 'a', id)));
        const [done, ...failed] = await receiveSome('ordered', 3);
        await at.delete('ordered', done?.receipt ?? '');

        await show('ordered', failed.toReversed());
        const again = await receiveSome('ordered');

        expect(again.map(({ body, receiveCount }) => [body, receiveCount])).toEqual([
          ['a2', 2],
          ['a3', 2],
          ['a4', 1],
        ]);
      });

      it('failure mode 6: holds back later messages of a key behind one that can never be sent', async () => {
        const tooLarge = { ...message('ordered-work', 'a', 'a2'), body: 'x'.repeat(messageLimits.queueBytes) };
        const failed = await publish(
          message('ordered-work', 'a', 'a1'),
          tooLarge,
          message('ordered-work', 'b', 'b1'),
          message('begun', 'a', 'a3'),
        );

        expect(failed).toEqual(['a2', 'a3']);
        expect(sorted(await drain('ordered', 2))).toEqual(['a1', 'b1']);
      });
    });

    describe('de-duplication', () => {
      it.each([
        ['a FIFO topic', 'begun'],
        ['a FIFO queue', 'ordered-work'],
      ])('failure mode 4: takes a repeated id once in five minutes through %s', async (_, type) => {
        await publish(message(type, 'a', 'a1'));
        const failed = await publish(message(type, 'a', 'a1'), message(type, 'a', 'a2'));

        expect(failed).toEqual([]);
        expect(await drain('ordered', 2)).toEqual(['a1', 'a2']);
      });

      it('failure mode 4: takes a repeated id again after its message was deleted, but not within five minutes', async () => {
        await publish(message('ordered-work', 'a', 'a1'));
        await drain('ordered', 1);

        await publish(message('ordered-work', 'a', 'a1'));

        expect(await at.receive('ordered', 10)).toEqual([]);
      });

      it('takes a repeated id twice through a standard queue', async () => {
        await publish(message('work', 'a', 'w1'));
        await publish(message('work', 'a', 'w1'));

        expect(await drain('work', 2)).toEqual(['w1', 'w1']);
      });
    });

    describe('redelivery', () => {
      it('shows a message again once its visibility timeout has passed, and counts the receives', async () => {
        await publish(message('brief-work', 'a', 'w1'));
        const [first] = await receiveSome('brief');

        const [second] = await receiveSome('brief');

        expect([first?.receiveCount, second?.receiveCount]).toEqual([1, 2]);
        expect(second?.id).toBe(first?.id);
        expect(second?.receipt).not.toBe(first?.receipt);
      });

      it('hides a message while it is in flight', async () => {
        await publish(message('work', 'a', 'w1'));
        await receiveSome('work');

        expect(await at.receive('work', 10)).toEqual([]);
      });

      it('shows a message at once when its visibility is set to 0', async () => {
        await publish(message('work', 'a', 'w1'));
        await show('work', await receiveSome('work'));

        expect((await receiveSome('work')).map(({ receiveCount }) => receiveCount)).toEqual([2]);
      });

      it('hides a message longer when its visibility is raised', async () => {
        await publish(message('brief-work', 'a', 'w1'));
        const [record] = await receiveSome('brief');
        if (record !== undefined) {
          await at.visibility('brief').delay(record, 600);
        }

        await at.pass();
        await at.pass();

        expect(await at.receive('brief', 10)).toEqual([]);
      });

      it('never shows a deleted message again', async () => {
        await publish(message('brief-work', 'a', 'w1'));
        expect(await drain('brief', 1)).toEqual(['w1']);

        await at.pass();
        await at.pass();

        expect(await at.receive('brief', 10)).toEqual([]);
      });

      it('keeps a message that is deleted with the receipt of an earlier delivery', async () => {
        await publish(message('ended', 'a', 'e1'));
        const earlier = given((await receiveSome('endings'))[0]);
        await show('endings', [earlier]);
        const latest = await receiveSome('endings');

        await at.delete('endings', earlier.receipt).catch(() => undefined);

        await show('endings', latest);
        expect((await receiveSome('endings')).map(({ body, receiveCount }) => [body, receiveCount])).toEqual([
          ['e1', 3],
        ]);
      });
    });

    describe('dead letters', () => {
      it('moves a message whole to the dead-letter queue once it was received too often', async () => {
        await publish(message('work', 'a', 'w1'));
        await show('work', await receiveSome('work'));
        await show('work', await receiveSome('work'));

        expect(await at.receive('work', 10)).toEqual([]);
        expect(await deadLettersOf('work', 1)).toEqual([{ body: 'w1', group: undefined, reason: undefined }]);
      });

      it('failure mode 3: keeps the order of a key in the dead-letter queue of a FIFO queue', async () => {
        await publish(...['a1', 'a2', 'a3'].map((id) => message('ordered-work', 'a', id)));
        await show('ordered', await receiveSome('ordered', 2));
        await show('ordered', await receiveSome('ordered', 2));

        expect(bodiesOf(await receiveSome('ordered'))).toEqual(['a3']);
        expect(await deadLettersOf('ordered', 2)).toEqual([
          { body: 'a1', group: 'a', reason: undefined },
          { body: 'a2', group: 'a', reason: undefined },
        ]);
      });

      it('parks a record with its body and the reason', async () => {
        await publish(message('work', 'a', 'w1'));
        const [record] = await receiveSome('work');
        await at.parking('work').park(given(record), 'event-invalid: data must match its schema');

        expect(await deadLettersOf('work', 1)).toEqual([
          { body: 'w1', group: undefined, reason: 'event-invalid: data must match its schema' },
        ]);
      });

      it('parks a record of a FIFO queue in its group', async () => {
        await publish(message('ordered-work', 'a', 'a1'));
        const [record] = await receiveSome('ordered');
        await at.parking('ordered').park(given(record), 'no');

        expect(await deadLettersOf('ordered', 1)).toEqual([{ body: 'a1', group: 'a', reason: 'no' }]);
      });

      it('failure mode 4: keeps a record of a FIFO queue once when it is parked twice', async () => {
        await publish(message('ordered-work', 'a', 'a1'));
        const [record] = await receiveSome('ordered');
        await at.parking('ordered').park(given(record), 'first');
        await at.parking('ordered').park(given(record), 'again');

        expect(await deadLettersOf('ordered', 1)).toEqual([{ body: 'a1', group: 'a', reason: 'first' }]);
        expect(await at.deadLetters('ordered').receive()).toEqual([]);
      });

      it('tells how often a moved message was received, and forgets a collected one for good', async () => {
        await publish(message('work', 'a', 'w1'));
        await show('work', await receiveSome('work'));
        await show('work', await receiveSome('work'));
        const [moved] = await findDeadLetters('work', 1);

        expect(moved?.receiveCount).toBe(2);
        await at.deadLetters('work').delete(given(moved));
        await at.pass();
        expect(await at.deadLetters('work').receive()).toEqual([]);
      });

      it('gives the dead letters of one group in order, and more of it once they are collected', async () => {
        const ids = Array.from({ length: 12 }, (_, index) => `a${index + 10}`);
        await publish(...ids.map((id) => message('ordered-work', 'a', id)));
        for (let left = ids.length; left > 0;) {
          for (const record of await receiveSome('ordered')) {
            await at.parking('ordered').park(record, 'no');
            await at.delete('ordered', record.receipt);
            left -= 1;
          }
        }

        const bodies: string[] = [];
        for (let found = await findDeadLetters('ordered', 1); found.length > 0;) {
          for (const letter of found) {
            bodies.push(letter.body);
            await at.deadLetters('ordered').delete(letter);
          }
          found = await at.deadLetters('ordered').receive();
        }
        expect(bodies).toEqual(ids);
      });

      it('cuts a reason to 256 characters and replaces what cannot be sent', async () => {
        await publish(message('work', 'a', 'w1'));
        const [record] = await receiveSome('work');
        await at.parking('work').park(given(record), `\u0000${'r'.repeat(300)}`);

        expect((await deadLettersOf('work', 1)).map(({ reason }) => reason)).toEqual([`?${'r'.repeat(255)}`]);
      });
    });

    describe('copies of dead letters', () => {
      const mark = (letter: string, position: number): RedriveMark => ({ token: 't', letter, position, previous: 0 });

      it('arrive in their queue in order, whatever their type, with what the redrive says of them', async () => {
        const copies = ['c1', 'c2'].map((id, place) => ({
          ...message('no-such-type', 'a', id),
          redrive: mark(`of ${id}`.replace(' ', '-'), place + 1),
        }));

        expect(await at.sender('ordered').publish(copies)).toEqual({ failed: [] });
        const records = await receiveSome('ordered');
        expect(records.map(({ body, group, redrive }) => [body, group, redrive])).toEqual([
          ['c1', 'a', mark('of-c1', 1)],
          ['c2', 'a', mark('of-c2', 2)],
        ]);
      });

      it('are known as copies in the dead-letter queue as well', async () => {
        await at.sender('work').publish([{ ...message('work', 'a', 'c1'), redrive: mark('l', 1) }]);
        await show('work', await receiveSome('work'));
        await show('work', await receiveSome('work'));

        expect((await findDeadLetters('work', 1)).map(({ body, redrive }) => [body, redrive])).toEqual([
          ['c1', mark('l', 1)],
        ]);
      });

      it('arrive in a standard queue too, and other messages carry no mark', async () => {
        await at.sender('work').publish([{ ...message('work', 'a', 'c1'), redrive: mark('l', 1) }]);
        expect((await receiveSome('work'))[0]?.redrive).toEqual(mark('l', 1));

        await publish(message('work', 'a', 'w1'));
        expect((await receiveSome('work'))[0]).not.toHaveProperty('redrive');
      });
    });

    describe('limits', () => {
      it.each([
        ['a queue', 'work', messageLimits.queueBytes],
        ['a topic', 'noticed', messageLimits.topicBytes],
      ])('failure mode 7: measures a message to %s in bytes, attributes included', async (_, type, limit) => {
        const fits = filled(message(type, 'a', 'fits'), limit);
        const tooLarge = filled(message(type, 'b', 'large'), limit + 1);

        const failed = await publish(fits, tooLarge, message(type, 'c', 'small'));

        expect(failed).toEqual(['large']);
        const bodies = await drain(type === 'work' ? 'work' : 'copies', 2);
        expect(sorted(bodies.map((body) => String(body.length)))).toEqual(
          sorted([String(fits.body.length), String('small'.length)]),
        );
      });

      it.each([
        ['key', { key: 'a b' }],
        ['key', { key: 'k'.repeat(129) }],
        ['id', { id: '' }],
        ['body', { body: '' }],
        ['body', { body: 'a\u0000b' }],
      ])('fails a message whose %s no queue takes, and sends its neighbours (%j)', async (_, wrong) => {
        const faulty = { ...message('ordered-work', 'a', 'a1'), ...wrong };

        const failed = await publish(faulty, message('ordered-work', 'b', 'b1'));

        expect(failed).toEqual([faulty.id]);
        expect(await drain('ordered', 1)).toEqual(['b1']);
      });

      it('sends far more messages than one call takes', async () => {
        const ids = Array.from({ length: 25 }, (_, index) => `w${index}`);

        expect(await publish(...ids.map((id) => message('work', id, id)))).toEqual([]);

        expect(sorted(await drain('work', 25))).toEqual(sorted(ids));
      });
    });
  });
}

function message(type: string, key: string, id: string): OutgoingMessage {
  return { id, type, key, body: id };
}

/** The message with a body of two-byte characters that makes it exactly `bytes` long, attributes included. */
function filled(one: OutgoingMessage, bytes: number): OutgoingMessage {
  const room = bytes - messageBytes('', messageAttributes(one));
  return { ...one, body: 'é'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2) };
}

function bodiesOf(records: readonly { readonly body: string }[]): readonly string[] {
  return records.map(({ body }) => body);
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted();
}

function given<Received>(record: Received | undefined): Received {
  if (record === undefined) {
    throw new TypeError('a record must have been received');
  }
  return record;
}
