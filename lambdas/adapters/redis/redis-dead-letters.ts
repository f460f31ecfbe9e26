import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';
import type { RedisConnection } from './redis-connection.ts';
import { deadLetterHeaders } from './redis-parking.ts';
import { bodyField, type StreamEntry } from './stream-entry.ts';
import { createStreamGroup, type StreamGroup } from './stream-group.ts';
import { deadLetterKey } from '../../contracts/definition/redis-keys.ts';

/** What collecting dead letters works with. */
export interface RedisDeadLettersDependencies {
  readonly redis: Pick<RedisConnection, 'call'>;
  /** The stream that the letters come from. */
  readonly stream: string;
  /** How long what was taken stays hidden. @default 60 */
  readonly visibilitySeconds?: number;
}

/** The group of those who collect, and their common name: what one took is hidden from all of them. */
const collectors = { group: 'dead-letters', consumer: 'collector' } as const;

const batchLetters = 10;

/** Makes the dead letters of a stream, as they are collected, oldest first. Methods throw what the connection throws. */
export function createRedisDeadLetters(dependencies: RedisDeadLettersDependencies): DeadLetterQueue {
  const { redis, stream, visibilitySeconds = 60 } = dependencies;
  const key = deadLetterKey(stream);
  const group = createStreamGroup({ key, ...collectors }, redis, redis);
  return {
    async receive() {
      await group.ensure();
      const again = await shownAgain(group, visibilitySeconds * 1000);
      const room = batchLetters - again.length;
      const fresh = room > 0 ? await group.read(room, 0) : [];
      return [...again, ...fresh].map(found);
    },
    async delete({ receipt }) {
      await group.acknowledge([receipt]);
      await redis.call('XDEL', key, receipt);
    },
  };
}

/** Letters whose hiding is over; looks through all that are hidden, which one claim does not. */
async function shownAgain(group: StreamGroup, idleMs: number): Promise<readonly StreamEntry[]> {
  const found: StreamEntry[] = [];
  let cursor = '0-0';
  do {
    const claimed = await group.claim(idleMs, batchLetters - found.length, cursor);
    found.push(...claimed.entries);
    cursor = claimed.cursor;
  } while (cursor !== '0-0' && found.length < batchLetters);
  return found;
}

function found({ id: receipt, fields }: StreamEntry): FoundDeadLetter {
  const redrive = redriveMark(fields[redriveAttribute] ?? '');
  return {
    id: fields[deadLetterHeaders.id] ?? receipt,
    body: fields[bodyField] ?? '',
    group: fields[deadLetterHeaders.group],
    reason: fields[deadLetterHeaders.reason],
    receiveCount: Number(fields[deadLetterHeaders.receiveCount] ?? 0),
    receipt,
    ...(redrive && { redrive }),
  };
}
