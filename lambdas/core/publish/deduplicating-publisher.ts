import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { canonicalJson } from '../idempotency/canonical-json.ts';
import type { IdempotencyDependencies } from '../idempotency/idempotency-dependencies.ts';
import { type Refusal, later } from '../idempotency/refusal.ts';
import { type Work, createRunOnce } from '../idempotency/run-once.ts';
import { storedResult } from '../idempotency/stored-result.ts';
import { type Cause, createMessageWriter } from '../outbox/message-writer.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Publisher } from '../ports/publisher.ts';

/** What a producer works with. */
export interface DeduplicatingPublisherDependencies extends IdempotencyDependencies {
  readonly items: Pick<ItemStore, 'get' | 'write'>;
  readonly publisher: Publisher;
  /** The `source` of every message, `/pipeline/producer`; the keys of two producers never meet. */
  readonly source: string;
}

/** How a message is published. */
export interface PublishOnce {
  /** What the message stands for, unique within the producer: a request's idempotency key, an order id. */
  readonly key: string;
  /** Milliseconds since the epoch at which the host stops the producer; must leave time to answer. */
  readonly deadline: number;
  /** What the message inherits its place in the chain of causes from. @default none: it starts a chain */
  readonly cause?: Cause;
}

/** The message that a key stands for, or why it cannot be said to be sent. */
export type Published = { readonly kind: 'ok'; readonly duplicate: boolean; readonly messageId: string } | Refusal;

/** Publishes at most one message for each key, in effect. */
export interface DeduplicatingPublisher {
  /** @throws PipelineError `input-invalid` for an empty key; whatever store or publisher throw. */
  publish(draft: Draft, once: PublishOnce): Promise<Published>;
}

/**
 * Makes a publisher for whoever publishes outside a unit of work: an HTTP handler, an import.
 *
 * Claims the key with a lease and an attempt token, sends, and records the key as used only together with what the
 * send came to: nothing marks a key before its message is accepted, so a send that fails or a process that dies frees
 * the key again, at once or when the lease ends. The message id follows from the key, so that the second send after
 * such a death is a duplicate which every consumer recognises. `retry`: not sent, or being sent by another one.
 * `park`: the key stands for another payload. A key is remembered for 30 days (`markDays`); where it may come again
 * sooner as a new message, the day belongs into the key. Two writes a message, one for a repetition.
 */
export function createDeduplicatingPublisher(dependencies: DeduplicatingPublisherDependencies): DeduplicatingPublisher {
  const { items, publisher, source, clock, fingerprint } = dependencies;
  const runOnce = createRunOnce(dependencies);
  return {
    async publish(draft, { key, deadline, cause }) {
      refuseEmpty(key);
      const id = fingerprint(canonicalJson([source, key]));
      const message = createMessageWriter({ ids: { next: () => id }, clock, source }).write(draft, cause);
      const delivery = {
        ...{ consumer: source, message, schema: message.dataschema },
        context: { deadline, receiveCount: 1 },
      };
      const once = await runOnce(delivery, () => sent(publisher, message));
      switch (once.kind) {
        case 'ran':
          return once.answer;
        case 'before':
          return { kind: 'ok', duplicate: true, messageId: await storedResult(once.mark, items) };
        case 'retry':
        case 'park':
          return once;
      }
    },
  };
}

async function sent(publisher: Publisher, message: Envelope): Promise<Work<Published>> {
  const { failed } = await publisher.publish([outgoingMessage(message)]);
  const [failure] = failed;
  return failure === undefined
    ? { done: true, answer: { kind: 'ok', duplicate: false, messageId: message.id }, result: message.id }
    : { done: false, answer: later(failure.reason) };
}

function refuseEmpty(key: string): void {
  if (key === '') {
    throw new PipelineError('a message must have a key of at least one character to be published once, got none', {
      code: 'input-invalid',
    });
  }
}
