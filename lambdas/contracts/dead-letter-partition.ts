/**
 * Where the table keeps the lines of a queue's dead letters; their letters are in partitions that begin with it and a
 * dash.
 */
export function deadLetterPartition(queue: string): string {
  return `parked-${queue}`;
}

/** The name under which operators find what the relay could not publish, beside the queues; no queue may have it. */
export const relayLetters = 'relay';
