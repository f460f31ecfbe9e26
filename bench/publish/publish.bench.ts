import { createSnsSqsPublisher } from '../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { routesOf } from '../../lambdas/contracts/definition/routes-of.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { orderOf } from '../consume/batch-of-orders.ts';
import { median } from '../report/median.ts';
import { createCountingBrokers } from './counting-brokers.ts';

/** What publishing messages of as many keys takes. */
export interface PublishFigures {
  /** A FIFO queue takes the commands, a FIFO topic the events. */
  readonly home: 'queue' | 'topic';
  readonly messages: number;
  readonly calls: number;
  /** Without network; the median of the rounds. */
  readonly messagesPerSecond: number;
}

/** Messages of a measurement. */
export const publishedMessages = 10_000;

const rounds = 11;
const warmUpRounds = 2;

/** Measures how many calls and how much time it takes to publish messages, each of another key. */
export async function benchPublish(progress: (line: string) => void): Promise<readonly PublishFigures[]> {
  const figures: PublishFigures[] = [];
  for (const home of ['queue', 'topic'] as const) {
    progress(`${publishedMessages} messages to a ${home}`);
    figures.push(await measured(home));
  }
  return figures;
}

async function measured(home: PublishFigures['home']): Promise<PublishFigures> {
  const rates: number[] = [];
  let calls = 0;
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const published = await publishOnce(home, publishedMessages);
    calls = published.calls;
    if (round >= 0) {
      rates.push(publishedMessages / published.seconds);
    }
  }
  return { home, messages: publishedMessages, calls, messagesPerSecond: median(rates) };
}

/**
 * Publishes so many messages, each of another key, to brokers that accept all of them.
 *
 * @throws PipelineError `batch-failed` when a message was not sent: it would be fast for the wrong reason.
 */
export async function publishOnce(
  home: PublishFigures['home'],
  count: number,
): Promise<{ readonly calls: number; readonly seconds: number }> {
  const messages = Array.from({ length: count }, () => messageTo(home));
  const brokers = createCountingBrokers();
  const publisher = createSnsSqsPublisher({
    sqs: brokers.sqs,
    sns: brokers.sns,
    routes: routesOf(coreOrders),
    addressOf: ({ name }) => `https://sqs.eu-west-1.amazonaws.com/000000000000/${name}`,
    ...{ sleep, random: Math.random },
  });
  const started = performance.now();
  const { failed } = await publisher.publish(messages);
  const seconds = (performance.now() - started) / 1000;
  if (failed.length > 0) {
    throw new PipelineError(`every message must be sent, got ${failed.length} failed`, { code: 'batch-failed' });
  }
  return { calls: brokers.calls, seconds };
}

const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/orders/bench' });

function messageTo(home: PublishFigures['home']): OutgoingMessage {
  const type = home === 'queue' ? PlaceOrder : OrderPlaced;
  return outgoingMessage(writer.write(type.of(orderOf(uuidSource.next())), undefined));
}
