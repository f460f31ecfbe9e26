/** How long a payload is kept: as long as a message that leads to it can live, or as long as the stream that does. */
export type PayloadLife = 'message' | 'stream';

/**
 * Days after which the payload of a message may be dropped: longer than a message can live in a queue and its dead
 * letters together, 14 days each. A dead letter in the lines of the table can outlive it.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const payloadDays = 30;

/** First part of the names under which payloads of each life are kept, so that one rule can drop the short-lived. */
export const payloadPrefixes: Readonly<Record<PayloadLife, string>> = { message: 'messages/', stream: 'streams/' };
