/** Names of the attributes that DynamoDB itself knows; the adapters of the table use the same. */
export const tableSchema = {
  /** `<store>-<id>`. */
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Seconds since 1970, after which DynamoDB may delete the item. */
  timeToLive: 'expiresAt',
  /** The sparse index of what is committed but not published, oldest first in each shard. */
  pending: { indexName: 'pending', partitionKey: 'pendingShard', sortKey: 'pendingSince' },
  /** The sparse index of sagas by the time when something is due, or since when they are stuck, in each shard. */
  due: { indexName: 'due', partitionKey: 'dueShard', sortKey: 'dueAt' },
} as const;
