import * as z from 'zod/mini';
import type { RedisConnection } from './redis-connection.ts';
import { replyCode } from './reply-error.ts';
import { claimScript, giveBackScript, keepScript } from './stream-group-scripts.ts';
import { parseEntries, parseRead, type StreamEntry } from './stream-entry.ts';

/** A consumer of a group, by the key of its stream. */
export interface GroupMember {
  readonly key: string;
  readonly group: string;
  /** Unique among the workers of the group. */
  readonly consumer: string;
}

/** What was taken over from consumers that are gone. */
export interface ClaimedEntries {
  readonly entries: readonly (StreamEntry & { readonly receives: number })[];
  /** Where the next claim goes on. */
  readonly cursor: string;
  /** Entries that were trimmed before anyone acknowledged them. */
  readonly lost: readonly string[];
}

/** How an entry stands that is kept or given back. */
export interface EntryState {
  readonly id: string;
  readonly receives: number;
  /** Milliseconds since it was last touched, as Redis shall see it. */
  readonly idleMs: number;
}

/** What a consumer asks of its group; methods throw what the connection throws. */
export interface StreamGroup {
  /** Makes the group, at the beginning of the stream, and the stream, where they are not there. */
  ensure(): Promise<void>;
  /** New entries, at most so many; waits for the first one for so many milliseconds, 0: not at all. */
  read(most: number, waitMs: number): Promise<readonly StreamEntry[]>;
  /** Takes over, at most so many, what nobody has touched for so many milliseconds. */
  claim(idleMs: number, most: number, cursor: string): Promise<ClaimedEntries>;
  acknowledge(ids: readonly string[]): Promise<void>;
  /** Tells Redis how held entries stand; answers those that another consumer has taken over or acknowledged. */
  keep(states: readonly EntryState[]): Promise<readonly string[]>;
  /** Gives back these, and with `everything` whatever else this consumer holds, which then leaves the group. */
  giveBack(states: readonly EntryState[], everything: boolean): Promise<void>;
}

const idsSchema = z.array(z.string());
const claimedSchema = z.tuple([z.string(), z.unknown(), z.array(z.number()), idsSchema]);

/** Makes a consumer's view of its group; `blocking` sends the reads that wait, and carries nothing else meanwhile. */
export function createStreamGroup(
  { key, group, consumer }: GroupMember,
  redis: Pick<RedisConnection, 'call'>,
  blocking: Pick<RedisConnection, 'call'>,
): StreamGroup {
  return {
    ensure: () => ensure(redis, key, group),
    async read(most, waitMs) {
      const block = waitMs > 0 ? ['BLOCK', waitMs] : [];
      const source = ['STREAMS', key, '>'];
      return parseRead(await blocking.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', most, ...block, ...source));
    },
    async claim(idleMs, most, cursor) {
      const reply = await redis.call('EVAL', claimScript, 1, key, group, consumer, idleMs, cursor, most);
      const [next, entries, counts, lost] = claimedSchema.parse(reply);
      const claimed = parseEntries(entries).map((entry, index) => ({ ...entry, receives: counts[index] ?? 1 }));
      return { entries: claimed, cursor: next, lost };
    },
    async acknowledge(ids) {
      if (ids.length > 0) {
        await redis.call('XACK', key, group, ...ids);
      }
    },
    async keep(states) {
      return states.length === 0
        ? []
        : idsSchema.parse(await redis.call('EVAL', keepScript, 1, key, group, consumer, ...flat(states)));
    },
    async giveBack(states, everything) {
      const scope = everything ? 'everything' : 'these';
      await redis.call('EVAL', giveBackScript, 1, key, group, consumer, scope, ...flat(states));
    },
  };
}

async function ensure(redis: Pick<RedisConnection, 'call'>, key: string, group: string): Promise<void> {
  try {
    await redis.call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM');
  } catch (cause) {
    if (replyCode(cause) !== 'BUSYGROUP') {
      throw cause;
    }
  }
}

function flat(states: readonly EntryState[]): readonly (string | number)[] {
  return states.flatMap(({ id, receives, idleMs }) => [id, receives, Math.max(0, Math.round(idleMs))]);
}
