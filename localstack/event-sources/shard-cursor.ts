import {
  type DynamoDBStreamsClient,
  type _Record as StreamRecord,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

/** Records of a shard, in its order. */
export interface ShardPage {
  readonly records: readonly StreamRecord[];
  /** Whether the shard is closed and this was its last page. */
  readonly last: boolean;
}

/** Reads a shard forwards. */
export interface ShardCursor {
  /** The next page; an empty one means that nothing new was written. */
  next(): Promise<ShardPage>;
}

/** Where a shard is read. */
export interface ShardPosition {
  readonly streams: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly shardId: string;
  /** The record after which to begin; undefined begins with the oldest that is kept. */
  readonly after: string | undefined;
  /** Told when records between `after` and the oldest that is kept are no longer there. */
  readonly onTrimmed: () => void;
}

/** Most records that the service answers at once. */
const pageSize = 1000;

/**
 * Opens a shard at a position.
 *
 * An iterator that has expired is renewed after the last record that was read; when what follows is no longer kept,
 * reading goes on with the oldest record that is.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
 */
export function openShard(position: ShardPosition): ShardCursor {
  const { streams } = position;
  let { after } = position;
  let iterator: string | undefined;
  const read = async (): Promise<ShardPage> => {
    iterator ??= await iteratorAfter(position, after);
    if (iterator === undefined) {
      return { records: [], last: true };
    }
    const { Records = [], NextShardIterator } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: pageSize }),
    );
    iterator = NextShardIterator;
    after = Records.at(-1)?.dynamodb?.SequenceNumber ?? after;
    return { records: Records, last: NextShardIterator === undefined };
  };
  return {
    next: async () => {
      try {
        return await read();
      } catch (cause) {
        iterator = undefined;
        if (cause instanceof TrimmedDataAccessException) {
          after = undefined;
          position.onTrimmed();
        } else if (!(cause instanceof ExpiredIteratorException)) {
          throw cause;
        }
        return read();
      }
    },
  };
}

async function iteratorAfter(
  { streams, streamArn, shardId }: ShardPosition,
  after: string | undefined,
): Promise<string | undefined> {
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ...(after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
    }),
  );
  return ShardIterator;
}
