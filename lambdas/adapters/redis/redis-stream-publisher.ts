import type { OutgoingMessage, Publisher } from '../../core/ports/publisher.ts';
import { createKeyChains, type KeyChains } from '../../core/publish/key-chains.ts';
import { messageHeaders } from '../../core/publish/message-headers.ts';
import type { RedisConnection } from './redis-connection.ts';
import { entryArguments } from './stream-entry.ts';
import { streamKey } from '../../contracts/definition/redis-keys.ts';
import type { StreamTrimmer } from './stream-trimmer.ts';

/** What a publisher to streams works with. */
export interface RedisStreamPublisherDependencies {
  /** Should have an `answerSeconds`, or a publish waits for as long as Redis is away. */
  readonly redis: Pick<RedisConnection, 'call'>;
  /** The name of the stream a message goes to. */
  readonly destinationOf: (message: OutgoingMessage) => string;
  /** @default streams grow for ever */
  readonly trimmer?: StreamTrimmer;
  /** Bytes that the server takes in one body, its `proto-max-bulk-len`. @default 536870912 */
  readonly mostBytes?: number;
}

/** Source: https://redis.io/docs/latest/develop/reference/protocol-spec/#bulk-strings */
const mostBulkBytes = 536_870_912;

/**
 * Makes the publisher to streams of Redis: one entry a message, its headers as fields beside `body`.
 *
 * Sends the first message of each key at once, then the second ones: a later one may be accepted only after those
 * before it were. A message whose answer was lost may be in its stream twice. One that is too large is not sent: a
 * server cuts the connection on it, mostly before its answer, and then the client sends it again and again.
 */
export function createRedisStreamPublisher(dependencies: RedisStreamPublisherDependencies): Publisher {
  return {
    async publish(messages) {
      const chains = createKeyChains(messages);
      for (let heads = chains.heads(); heads.length > 0; heads = chains.heads()) {
        await Promise.all(heads.map((message) => add(message, chains, dependencies)));
      }
      return { failed: chains.failed() };
    },
  };
}

async function add(
  message: OutgoingMessage,
  chains: KeyChains,
  { redis, destinationOf, trimmer, mostBytes = mostBulkBytes }: RedisStreamPublisherDependencies,
): Promise<void> {
  const bytes = Buffer.byteLength(message.body);
  if (bytes > mostBytes) {
    chains.fail(message, `message-too-large: body must be at most ${mostBytes} bytes, got ${bytes}`);
    return;
  }
  try {
    const stream = destinationOf(message);
    await redis.call('XADD', streamKey(stream), '*', ...entryArguments(messageHeaders(message), message.body));
    chains.accept(message);
    await trimmer?.added(stream);
  } catch (cause) {
    chains.fail(message, cause instanceof Error ? cause.message : 'not accepted');
  }
}
