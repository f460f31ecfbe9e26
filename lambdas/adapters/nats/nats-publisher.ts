import { type JetStreamClient, JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import type { Clock } from '../../core/ports/clock.ts';
import type { OutgoingMessage, Publisher, PublishResult } from '../../core/ports/publisher.ts';
import { forEachBounded } from '../../core/consume/for-each-bounded.ts';
import { heldBack } from '../../core/publish/held-back.ts';
import { messageHeaders } from '../../core/publish/message-headers.ts';
import { natsHeaders } from './nats-headers.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** What a publisher to NATS uses when nothing else is said. */
export const natsPublisherDefaults = { concurrency: 256, answerMilliseconds: 2000, deliverySeconds: 30 } as const;

/** What a publisher to NATS works with. */
export interface NatsPublisherDependencies {
  readonly client: Pick<JetStreamClient, 'publish'>;
  /** The subject of a message. */
  readonly destinationOf: (message: OutgoingMessage) => string;
  /** The stream that has to keep it; another one's answer is a failure. @default whichever keeps the subject */
  readonly stream?: string;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Keys that are published at the same time. @default 256 */
  readonly concurrency?: number;
  /** Milliseconds until an answer that does not come is asked for by another publish. @default 2000 */
  readonly answerMilliseconds?: number;
  /** Seconds for which a message is tried; less than the stream knows ids for. @default 30 */
  readonly deliverySeconds?: number;
}

const pauseMilliseconds = 100;

/**
 * Makes a publisher to streams of JetStream: every message that did not fail is stored, and stored once.
 *
 * The id of a message is its `Nats-Msg-Id`: what was stored although its answer was lost is not stored again within the
 * stream's duplicate window. Messages of one key go one after another, keys side by side.
 */
export function createNatsPublisher(dependencies: NatsPublisherDependencies): Publisher {
  const { concurrency = natsPublisherDefaults.concurrency } = dependencies;
  return {
    publish: async (messages) => {
      const failed: PublishResult['failed'][number][] = [];
      const keys = [...groupBy(messages, ({ key }) => key).values()];
      await forEachBounded(keys, concurrency, async (chain) => {
        failed.push(...(await publishChain(chain, dependencies)));
      });
      return { failed };
    },
  };
}

async function publishChain(
  chain: readonly OutgoingMessage[],
  dependencies: NatsPublisherDependencies,
): Promise<PublishResult['failed']> {
  for (const [index, message] of chain.entries()) {
    const reason = await publishOne(message, dependencies);
    if (reason !== undefined) {
      const later = chain.slice(index + 1).map(({ id }) => ({ id, reason: heldBack(message.id) }));
      return [{ id: message.id, reason }, ...later];
    }
  }
  return [];
}

/** Why a message is not stored, undefined when it is. */
async function publishOne(
  message: OutgoingMessage,
  dependencies: NatsPublisherDependencies,
): Promise<string | undefined> {
  const { clock, sleep, deliverySeconds = natsPublisherDefaults.deliverySeconds } = dependencies;
  const deadline = clock.now() + deliverySeconds * 1000;
  for (;;) {
    try {
      await send(message, dependencies);
      return undefined;
    } catch (cause) {
      if (!mayPass(cause) || clock.now() >= deadline) {
        return cause instanceof Error ? cause.message : String(cause);
      }
      await sleep(pauseMilliseconds);
    }
  }
}

async function send(message: OutgoingMessage, dependencies: NatsPublisherDependencies): Promise<void> {
  const { client, destinationOf, stream, answerMilliseconds } = dependencies;
  await client.publish(destinationOf(message), message.body, {
    msgID: message.id,
    headers: natsHeaders(messageHeaders(message)),
    timeout: answerMilliseconds ?? natsPublisherDefaults.answerMilliseconds,
    // Tries are counted here, by time.
    retries: 1,
    ...(stream !== undefined && { expect: { streamName: stream } }),
  });
}

/** Whether the same publish may be stored later: nobody answered, or the server says that it cannot right now. */
function mayPass(cause: unknown): boolean {
  if (cause instanceof JetStreamApiError) {
    return cause.status === 503 && !fullCodes.has(cause.code);
  }
  return (
    cause instanceof errors.TimeoutError ||
    cause instanceof errors.NoRespondersError ||
    cause instanceof errors.RequestError ||
    (cause instanceof Error && /timeout|no responders|jetstream is not available/iu.test(cause.message))
  );
}

/** "Maximum messages exceeded" and the like, which the server counts as unavailable: only an operator makes room. */
const fullCodes: ReadonlySet<number> = new Set([10047, 10077]);
