import type { Routes } from '../../contracts/definition/routes-of.ts';
import { forEachBounded } from '../../core/consume/for-each-bounded.ts';
import type { OutgoingMessage, Publisher } from '../../core/ports/publisher.ts';
import { doublingBound } from '../../core/retry/doubling-bound.ts';
import { createKeyChains, type KeyChains } from '../../core/publish/key-chains.ts';
import { type Batch, packBatches } from './pack-batches.ts';
import type { PendingMessage } from './pending-message.ts';
import { routedMessage } from './routed-message.ts';
import { type AnsweredMessage, sendBatch, type SendBatchDependencies } from './send-batch.ts';

/** How refused entries are tried again: with full jitter, so that the waits add up to 0.75 s at most. */
export const publishRetry = { attempts: 5, baseMs: 50, capMs: 1000 } as const;

/** Calls that run at the same time. */
export const publishConcurrency = 8;

/** What a publisher to SNS and SQS works with. */
export interface SnsSqsPublisherDependencies extends SendBatchDependencies {
  readonly routes: Routes;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
}

/**
 * Makes the publisher to topics and queues.
 *
 * Sends in rounds with at most one message of a key in each, to whatever home: a batch settles its entries one by
 * one, so a later message of a key in the same batch could be accepted although an earlier one was refused. Messages
 * of N different keys to one home take N / 10 calls, rounded up. Refused entries go with the next round, unless the
 * sender is at fault; what can never be accepted is found before the call and fails alone.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export function createSnsSqsPublisher(dependencies: SnsSqsPublisherDependencies): Publisher {
  return {
    async publish(messages) {
      const chains = createKeyChains(messages);
      for (let heads = chains.heads(); heads.length > 0; heads = chains.heads()) {
        const pending = heads.flatMap((message) => sendable(message, chains, dependencies.routes));
        const tries = await sendRound(dependencies, chains, packBatches(pending));
        if (tries > 0) {
          await dependencies.sleep(dependencies.random() * longestWait(tries));
        }
      }
      return { failed: chains.failed() };
    },
  };
}

function longestWait(tries: number): number {
  const { baseMs: first, capMs: longest } = publishRetry;
  return doublingBound({ first, longest }, tries);
}

function sendable(message: OutgoingMessage, chains: KeyChains, routes: Routes): readonly PendingMessage[] {
  const { home, fault } = routedMessage(message, routes);
  if (home === undefined) {
    chains.fail(message, fault);
    return [];
  }
  return [{ message, home }];
}

/** Answers the most tries that a message which is to be sent again has had; 0 when there is none. */
async function sendRound(
  dependencies: SendBatchDependencies,
  chains: KeyChains,
  batches: readonly Batch[],
): Promise<number> {
  let most = 0;
  await forEachBounded(batches, publishConcurrency, async (batch) => {
    for (const answered of await sendBatch(dependencies, batch)) {
      most = Math.max(most, settle(chains, answered));
    }
  });
  return most;
}

function settle(chains: KeyChains, { message, answer }: AnsweredMessage): number {
  if (answer.accepted) {
    chains.accept(message);
    return 0;
  }
  const tries = chains.keep(message);
  if (answer.retryable && tries < publishRetry.attempts) {
    return tries;
  }
  chains.fail(message, answer.reason);
  return 0;
}
