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
} as const;

function constantCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}
