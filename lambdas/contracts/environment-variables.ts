/** Names of the environment variables that stacks set and handlers read. */
export const environmentVariables = {
  table: 'EVENT_TABLE_NAME',
  indexTable: 'EVENT_INDEX_TABLE_NAME',
  deadLetterQueue: 'DEAD_LETTER_QUEUE_URL',
  payloadBucket: 'PAYLOAD_BUCKET_NAME',
  sourceQueue: 'SOURCE_QUEUE_URL',
  topic: (name: string): string => `TOPIC_${constantCase(name)}_ARN`,
  queue: (name: string): string => `QUEUE_${constantCase(name)}_URL`,
  queueArn: (name: string): string => `QUEUE_${constantCase(name)}_ARN`,
  scheduleGroup: 'SCHEDULE_GROUP_NAME',
  scheduleRole: 'SCHEDULE_ROLE_ARN',
  scheduleDeadLetters: 'SCHEDULE_DEAD_LETTERS_ARN',
  approvalKey: 'APPROVAL_KEY_ID',
  personalDataKey: 'PERSONAL_DATA_KEY_ID',
  /** Id of the event source mapping that reads a queue. */
  mapping: (queue: string): string => `MAPPING_${constantCase(queue)}_ID`,
  /** `host:port`, separated by commas. */
  kafkaBrokers: 'KAFKA_BROKERS',
  /** `none`, `iam`, `scram` or `mtls`; everything but `none` over TLS. */
  kafkaAuth: 'KAFKA_AUTH',
  /** Keeps `{"username", "password"}` for `scram`, `{"certificate", "privateKey"}` for `mtls`. */
  kafkaSecret: 'KAFKA_SECRET_ARN',
  /** `redis://` or `rediss://host:port`, separated by commas where a cluster has several nodes. */
  redisUrl: 'REDIS_URL',
  /** `single` or `cluster`. */
  redisMode: 'REDIS_MODE',
  /** `none`, `password` or `iam`. */
  redisAuth: 'REDIS_AUTH',
  redisUser: 'REDIS_USER',
  /** Name of the cache, which a token of IAM is signed for. */
  redisCache: 'REDIS_CACHE_NAME',
  /** `nodes` or `serverless`: a token of IAM says which. */
  redisCacheKind: 'REDIS_CACHE_KIND',
  /** Keeps `{"password"}`. */
  redisSecret: 'REDIS_SECRET_ARN',
  /** `amqp://` or `amqps://host:port/vhost`, separated by commas where a cluster has several nodes. */
  rabbitmqUrl: 'RABBITMQ_URL',
  /** Keeps `{"username", "password"}`. */
  rabbitmqSecret: 'RABBITMQ_SECRET_ARN',
  /** `nats://` or `tls://host:port`, separated by commas. */
  natsServers: 'NATS_SERVERS',
  /** Keeps `{"user", "pass"}`, `{"token"}` or `{"creds"}`. */
  natsSecret: 'NATS_SECRET_ARN',
} as const;

function constantCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}
