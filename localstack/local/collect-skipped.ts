import type { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsDeadLetterQueue } from '../../lambdas/adapters/sns-sqs/sqs-dead-letter-queue.ts';
import { createJitteredBackoff } from '../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { collectDeadLetters } from '../../lambdas/core/dead-letter/collect-dead-letters.ts';
import { createDeadLetterLines } from '../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** What collecting works with. */
export interface CollectSkipped {
  readonly sqs: SQSClient;
  readonly items: ItemStore;
  readonly deadLetterUrls: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Moves the dead letters of FIFO queues that skip what cannot be handled into their lines.
 *
 * A FIFO queue shows nothing behind a message of the same group that is being looked at, so two parked returns of one
 * customer cannot both be read in their queue; in its lines each can.
 */
export async function collectSkipped({ sqs, items, deadLetterUrls, signal }: CollectSkipped): Promise<void> {
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  for (const [queue, { fifo, onPoison }] of Object.entries(coreOrders.queues)) {
    const deadLetterQueueUrl = deadLetterUrls[queue];
    if (fifo && onPoison === 'skip' && deadLetterQueueUrl !== undefined) {
      const from = createSqsDeadLetterQueue({ sqs, deadLetterQueueUrl, fifo });
      const lines = createDeadLetterLines({ items, clock: systemClock, backoff, queue });
      await collectDeadLetters({ from, lines }, { signal });
    }
  }
}
