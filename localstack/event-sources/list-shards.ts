import { DescribeStreamCommand, type DynamoDBStreamsClient, type Shard } from '@aws-sdk/client-dynamodb-streams';
import type { StreamShard } from './shard-plan.ts';

/** All shards that a stream keeps, closed ones included. */
export async function listShards(streams: DynamoDBStreamsClient, streamArn: string): Promise<readonly StreamShard[]> {
  const shards: StreamShard[] = [];
  let after: string | undefined;
  do {
    const page = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: after }));
    shards.push(...(page.StreamDescription?.Shards ?? []).flatMap(shardOf));
    after = page.StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

function shardOf({ ShardId, ParentShardId }: Shard): readonly StreamShard[] {
  return ShardId === undefined ? [] : [{ shardId: ShardId, parentId: ParentShardId }];
}
