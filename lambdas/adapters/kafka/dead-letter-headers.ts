/** Headers of a dead letter: why it is one, and where and how often it was delivered. */
export const deadLetterHeaders = {
  reason: 'dlq_reason',
  /** The topic it came from. */
  source: 'dlq_source',
  receiveCount: 'dlq_receive_count',
  /** Its id there. */
  id: 'dlq_id',
} as const;

/** Most characters of a reason; a longer one is cut. */
export const longestReason = 1000;
