import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';

/** What a broker keeps of a message. */
export interface KeptMessage {
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

/** A publisher to an empty place of a broker, and what the place holds. */
export interface OpenBrokerPublisher {
  readonly publisher: Publisher;
  /** Everything that is kept, oldest first. */
  readonly kept: () => Promise<readonly KeptMessage[]>;
  /** More bytes than the place takes in one message. */
  readonly tooManyBytes: number;
  close(): Promise<void>;
}

const testMilliseconds = 60_000;

/** Declares what every publisher to a broker keeps, on a fresh place for each test. */
export function brokerPublisherConformance(broker: string, open: () => Promise<OpenBrokerPublisher>): void {
  describe(`a publisher to ${broker}`, () => {
    let opened: OpenBrokerPublisher;

    beforeEach(async () => {
      opened = await open();
    }, testMilliseconds);

    afterEach(async () => {
      await opened.close();
    });

    it(
      'has every acknowledged message readable with id, type and body, each key in order',
      async () => {
        const messages = ['1', '2', '3'].flatMap((n) => [message(`a-${n}`, 'a'), message(`b-${n}`, 'b')]);

        const { failed } = await opened.publisher.publish(messages);

        const kept = await opened.kept();
        expect(failed).toEqual([]);
        for (const key of ['a', 'b']) {
          const sent = messages.filter((each) => each.key === key).map(({ id, type, body }) => ({ id, type, body }));
          expect(kept.filter(({ id }) => id.startsWith(key))).toEqual(sent);
        }
      },
      testMilliseconds,
    );

    it(
      'names a message that is too large, holds back those behind it and sends the other keys',
      async () => {
        const large = { ...message('a-1', 'a'), body: 'x'.repeat(opened.tooManyBytes) };

        const { failed } = await opened.publisher.publish([large, message('a-2', 'a'), message('b-1', 'b')]);

        expect(failed.map(({ id }) => id)).toEqual(['a-1', 'a-2']);
        expect((await opened.kept()).map(({ id }) => id)).toEqual(['b-1']);
      },
      testMilliseconds,
    );
  });
}

function message(id: string, key: string): OutgoingMessage {
  return { id, type: 'order.placed.v1', key, body: JSON.stringify({ id }) };
}
