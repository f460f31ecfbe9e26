/** Why a consumer gave a message up. */
export const deadLetterReasonHeader = 'dlq_reason';

/** The queue or destination that it came from. */
export const deadLetterSourceHeader = 'dlq_source';

/** How often it had been delivered there. */
export const deadLetterCountHeader = 'dlq_receive_count';

/** Characters of a reason that are kept; headers of one message share 64 KiB. */
export const mostReasonCharacters = 1000;
