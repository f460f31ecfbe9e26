import * as z from 'zod/mini';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { RedisConnection } from './redis-connection.ts';
import { streamKey } from '../../contracts/definition/redis-keys.ts';

/** What trimming works with. */
export interface StreamTrimmerDependencies {
  readonly redis: Pick<RedisConnection, 'call'>;
  readonly telemetry: Telemetry;
  /** Entries a stream should keep, whether they were handled or not. @default 100000 */
  readonly maxLength?: number;
  /** Entries added to a stream between two trims. @default 1000 */
  readonly every?: number;
}

/** Keeps streams from growing for ever. */
export interface StreamTrimmer {
  /** Notes that an entry was added, and trims the stream when it is time to. Never rejects. */
  added(stream: string): Promise<void>;
  /** Trims now. Never rejects. */
  trim(stream: string): Promise<void>;
}

/** Redis trims whole nodes of a stream, which hold 100 entries unless it is told otherwise. */
const slack = 200;

/**
 * Makes a trimmer that removes the oldest entries of a stream beyond its length, and of those only what every group has
 * acknowledged: a plain MAXLEN would remove what a slow group has yet to read, without a word.
 *
 * A stream that nobody reads is not trimmed. A stream that stays too long is reported with the group that holds it.
 */
export function createStreamTrimmer(dependencies: StreamTrimmerDependencies): StreamTrimmer {
  const { every = 1000 } = dependencies;
  const counts = new Map<string, number>();
  const trim = (stream: string): Promise<void> => trimmed(stream, dependencies);
  return {
    trim,
    async added(stream) {
      const count = (counts.get(stream) ?? 0) + 1;
      counts.set(stream, count % every);
      if (count >= every) {
        await trim(stream);
      }
    },
  };
}

const replySchema = z.tuple([z.number(), z.string()]);

async function trimmed(stream: string, dependencies: StreamTrimmerDependencies): Promise<void> {
  const { redis, telemetry, maxLength = 100_000 } = dependencies;
  try {
    const reply = await redis.call('EVAL', script, 1, streamKey(stream), maxLength);
    const [length, slowestGroup] = replySchema.parse(reply);
    if (length > maxLength + slack) {
      telemetry.warn('stream longer than it should be, because a group is behind', { stream, length, slowestGroup });
    }
  } catch (cause) {
    telemetry.error('stream not trimmed', { stream }, cause);
  }
}

// The oldest entry that a group holds, or else the last one it got: all before it are acknowledged. The limit keeps the
// trim from removing more than what is too much, as it would with the id alone.
const script = `
local length = redis.call('XLEN', KEYS[1])
local excess = length - tonumber(ARGV[1])
if excess <= 0 then return {length, ''} end
local function before(one, other)
  local ms1, n1 = string.match(one, '(%d+)-(%d+)')
  local ms2, n2 = string.match(other, '(%d+)-(%d+)')
  ms1, n1, ms2, n2 = tonumber(ms1), tonumber(n1), tonumber(ms2), tonumber(n2)
  return ms1 < ms2 or (ms1 == ms2 and n1 < n2)
end
local slowest, safe = '', nil
for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
  local id = group['last-delivered-id']
  if group['pending'] > 0 then id = redis.call('XPENDING', KEYS[1], group['name'])[2] end
  if not safe or before(id, safe) then slowest, safe = group['name'], id end
end
if not safe then return {length, ''} end
local removed = redis.call('XTRIM', KEYS[1], 'MINID', '~', safe, 'LIMIT', excess)
return {length - removed, slowest}
`;
