import { redriveAttribute, redriveText } from '../../contracts/events/redrive-mark.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { Parking } from '../../core/ports/parking.ts';
import type { RedisConnection } from './redis-connection.ts';
import { entryArguments } from './stream-entry.ts';
import { deadLetterKey } from '../../contracts/definition/redis-keys.ts';

/** Headers of a dead letter beside its body. */
export const deadLetterHeaders = {
  id: 'dlq_id',
  reason: 'dlq_reason',
  source: 'dlq_source',
  receiveCount: 'dlq_receive_count',
  group: 'ce_partitionkey',
} as const;

/** What parking works with. */
export interface RedisParkingDependencies {
  readonly redis: Pick<RedisConnection, 'call'>;
  /** The stream that the records come from. */
  readonly stream: string;
}

/** Seconds for which a record that is parked again is kept once. */
const onceSeconds = 300;

/**
 * Makes a parking in the dead-letter stream beside a stream: the body as it came, the reason and origin as headers.
 *
 * A record that is parked again within five minutes is kept once. Dead letters are never trimmed.
 *
 * `park` throws PipelineError `publish-failed` (retryable) when Redis did not take the record.
 */
export function createRedisParking({ redis, stream }: RedisParkingDependencies): Parking {
  const key = deadLetterKey(stream);
  return {
    async park(record, reason) {
      try {
        const entry = entryArguments(headersOf(record, reason, stream), record.body);
        await redis.call('EVAL', script, 2, key, `${key}:seen:${record.id}`, onceSeconds, ...entry);
      } catch (cause) {
        throw new PipelineError(`the dead-letter stream must take record "${record.id}"`, {
          code: 'publish-failed',
          retryable: true,
          cause,
        });
      }
    },
  };
}

const script = `
if redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[1]) then
  redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
end
return 1
`;

function headersOf(record: SourceRecord, reason: string, stream: string): Readonly<Record<string, string>> {
  const { id, group, receiveCount, redrive } = record;
  return {
    [deadLetterHeaders.id]: id,
    [deadLetterHeaders.reason]: reason,
    [deadLetterHeaders.source]: stream,
    [deadLetterHeaders.receiveCount]: String(receiveCount),
    ...(group !== undefined && { [deadLetterHeaders.group]: group }),
    ...(redrive && { [redriveAttribute]: redriveText(redrive) }),
  };
}
