/** The name of a queue's dead-letter queue in memory; the hyphens keep it apart from every name of a definition. */
export function deadLetterQueueOf(queueName: string): string {
  return `${queueName}-dead-letters`;
}
