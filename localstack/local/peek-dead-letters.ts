import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { orderIn } from '../report/order-in.ts';

/** Ids of the orders whose messages lie in dead-letter queues; the messages stay there. */
export async function peekDeadLetters(
  sqs: SQSClient,
  urls: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const url of Object.values(urls)) {
    for (const body of await bodiesOf(sqs, url)) {
      found.add(orderIn(body) ?? `unreadable message in ${url.split('/').at(-1) ?? 'a queue'}`);
    }
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
