import * as z from 'zod/mini';
import type { RedisConnection } from './redis-connection.ts';
import { replyCode } from './reply-error.ts';
import { streamKey } from '../../contracts/definition/redis-keys.ts';

/** How far a group is behind its stream. */
export interface GroupLag {
  readonly group: string;
  /** Entries that nobody of the group was given; undefined when Redis cannot tell, as after entries were deleted. */
  readonly waiting: number | undefined;
  /** Entries that were given to somebody and not acknowledged. */
  readonly pending: number;
}

const groupsSchema = z.array(z.array(z.unknown()));
const groupSchema = z.object({ name: z.string(), pending: z.number(), lag: z.nullish(z.number()) });

/** The groups of a stream and how far each is behind; none when there is no such stream. */
export async function lagOf(redis: Pick<RedisConnection, 'call'>, stream: string): Promise<readonly GroupLag[]> {
  try {
    const groups = groupsSchema.parse(await redis.call('XINFO', 'GROUPS', streamKey(stream)));
    return groups.map((flat) => {
      const { name, pending, lag } = groupSchema.parse(Object.fromEntries(pairs(flat)));
      return { group: name, waiting: lag ?? undefined, pending };
    });
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('no such key') && replyCode(cause) === 'ERR') {
      return [];
    }
    throw cause;
  }
}

function pairs(flat: readonly unknown[]): readonly (readonly [string, unknown])[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[String(name), flat[index + 1]] as const] : []));
}
