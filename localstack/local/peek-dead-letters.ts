import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterBody } from '../report/parked-orders.ts';

/** What lies in dead-letter queues, whose urls come by the queue they belong to; the messages stay there. */
export async function peekDeadLetters(
  sqs: SQSClient,
  urls: Readonly<Record<string, string>>,
): Promise<readonly DeadLetterBody[]> {
  const found: DeadLetterBody[] = [];
  for (const [queue, url] of Object.entries(urls)) {
    found.push(...(await lettersIn(sqs, url)).map((letter) => ({ queue, ...letter })));
  }
  return found;
}

/** The attribute in which a parked message says why. */
const reasonAttribute = 'parkReason';

/** Reads a queue through once: what was read stays hidden for a few seconds, so that it is not met again. */
async function lettersIn(sqs: SQSClient, url: string): Promise<readonly Omit<DeadLetterBody, 'queue'>[]> {
  const letters: Omit<DeadLetterBody, 'queue'>[] = [];
  for (let more = true; more;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 5, WaitTimeSeconds: 0 },
        MessageAttributeNames: [reasonAttribute],
      }),
    );
    letters.push(
      ...messages.map(({ Body: body = '', MessageAttributes: attributes }) => ({
        body,
        reason: attributes?.[reasonAttribute]?.StringValue,
      })),
    );
    more = messages.length > 0;
  }
  return letters;
}
