import { forEachBounded } from '../../core/consume/for-each-bounded.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { OutgoingMessage, Publisher } from '../../core/ports/publisher.ts';
import { type KeyChains, createKeyChains } from '../../core/publish/key-chains.ts';
import { type ConfirmedSender, type RabbitSent, createConfirmedSender } from './confirmed-sender.ts';
import { publishOptions } from './publish-options.ts';
import type { RabbitConnection } from './rabbit-connection.ts';

/** What a publisher to RabbitMQ works with. */
export interface RabbitPublisherDependencies {
  readonly connection: Pick<RabbitConnection, 'confirmChannel'>;
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** '' sends to the queue that `destinationOf` names. */
  readonly exchange: string;
  /** The routing key of a message, at most 255 bytes. */
  readonly destinationOf: (message: OutgoingMessage) => string;
  /** Whether what no queue takes is reported as failed; a live feed may have nobody who listens. @default true */
  readonly mandatory?: boolean;
  /** Seconds after which what the broker did not confirm is given up; a reconnect must fit. @default 30 */
  readonly giveUpSeconds?: number;
  /** Messages on their way at the same time. @default 256 */
  readonly mostInFlight?: number;
}

/** A publisher to RabbitMQ. */
export interface RabbitPublisher extends Publisher {
  close(): Promise<void>;
}

/** Milliseconds before a lost message is sent again. */
const pauseMilliseconds = 100;

/**
 * Makes a publisher: persistent messages, each confirmed by the broker before the next of its key is sent.
 *
 * What was on its way when the connection broke is sent again with the same message id, so it can arrive twice and
 * consumers must know it by its id. What no queue takes comes back and is reported as failed, although the broker
 * confirms it too.
 *
 * Source: https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed
 */
export function createRabbitPublisher(dependencies: RabbitPublisherDependencies): RabbitPublisher {
  const sender = createConfirmedSender(dependencies.connection);
  const { clock, giveUpSeconds = 30 } = dependencies;
  return {
    publish: async (messages) => {
      const chains = createKeyChains(messages);
      const deadline = clock.now() + giveUpSeconds * 1000;
      for (let heads = chains.heads(); heads.length > 0; heads = chains.heads()) {
        await sendHeads(heads, { ...dependencies, chains, sender, deadline });
      }
      return { failed: chains.failed() };
    },
    close: () => sender.close(),
  };
}

interface Publishing extends RabbitPublisherDependencies {
  readonly chains: KeyChains;
  readonly sender: ConfirmedSender;
  readonly deadline: number;
}

async function sendHeads(heads: readonly OutgoingMessage[], publishing: Publishing): Promise<void> {
  const { chains, clock, deadline, mostInFlight = 256, sleep } = publishing;
  const over = new AbortController();
  const tooLate = sleep(Math.max(deadline - clock.now(), 0), over.signal).then((): RabbitSent => notConfirmed);
  const lost: string[] = [];
  await forEachBounded(heads, mostInFlight, async (head) => {
    const sent = await Promise.race([send(head, publishing), tooLate]);
    if (sent.state === 'confirmed') {
      chains.accept(head);
    } else if (sent.state === 'refused' || clock.now() >= deadline) {
      chains.fail(head, sent.reason);
    } else {
      lost.push(head.id);
    }
  });
  over.abort();
  if (lost.length > 0) {
    await sleep(pauseMilliseconds, new AbortController().signal);
  }
}

const notConfirmed: RabbitSent = { state: 'refused', reason: 'not confirmed by the broker in time' };

async function send(message: OutgoingMessage, publishing: Publishing): Promise<RabbitSent> {
  const { sender, exchange, destinationOf, mandatory } = publishing;
  try {
    const routingKey = destinationOf(message);
    return await sender.send({
      exchange,
      routingKey,
      body: Buffer.from(message.body),
      options: publishOptions(message, mandatory),
    });
  } catch (error) {
    return { state: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}
