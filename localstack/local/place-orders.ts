import type { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { routesOf } from '../../lambdas/contracts/definition/routes-of.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { coreOrders as definition } from '../../lambdas/contracts/orders/core-orders.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import { messagesOf } from '../import/messages-of.ts';
import type { Entry } from '../import/order-import.ts';

/** Orders and returns that are sent between two looks at progress and interruption. */
const portion = 100;

/** What placing orders works with. */
export interface PlaceOrders {
  readonly sqs: SQSClient;
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  readonly signal: AbortSignal;
  readonly onProgress: (sent: number) => void;
}

/**
 * Sends every order and return to the deployed queues; answers how many were sent before an interruption.
 *
 * @throws PipelineError `publish-failed` when the queue refuses one.
 */
export async function placeOrders({ sqs, queueUrls, entries, signal, onProgress }: PlaceOrders): Promise<number> {
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: `/${definition.name}/import` });
  const publisher = createSnsSqsPublisher({
    ...{ sqs, sns: createSnsClient(), routes: routesOf(definition), sleep, random: Math.random },
    addressOf: ({ name }) => queueUrls[name] ?? '',
  });
  let sent = 0;
  while (sent < entries.length && !signal.aborted) {
    const next = entries.slice(sent, sent + portion);
    const messages = next.flatMap(messagesOf).map((draft) => outgoingMessage(writer.write(draft, undefined)));
    const { failed } = await publisher.publish(messages);
    if (failed[0] !== undefined) {
      throw new PipelineError(
        `every order must be accepted by its queue, got ${failed.length} refused: ${failed[0].reason}`,
        {
          code: 'publish-failed',
        },
      );
    }
    sent += next.length;
    onProgress(sent);
  }
  return sent;
}
