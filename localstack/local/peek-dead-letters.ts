import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterBody } from '../report/parked-orders.ts';

/** What lies in dead-letter queues, whose urls come by the queue they belong to; the messages stay there. */
export async function peekDeadLetters(
  sqs: SQSClient,
  urls: Readonly<Record<string, string>>,
): Promise<readonly DeadLetterBody[]> {
  const found: DeadLetterBody[] = [];
  for (const [queue, url] of Object.entries(urls)) {
    found.push(...(await bodiesOf(sqs, url)).map((body) => ({ queue, body })));
  }
  return found;
}

/** Reads a queue through once: what was read stays hidden for a few seconds, so that it is not met again. */
async function bodiesOf(sqs: SQSClient, url: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (let more = true; more;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 5, WaitTimeSeconds: 0 }),
    );
    bodies.push(...messages.map(({ Body: body = '' }) => body));
    more = messages.length > 0;
  }
  return bodies;
}
