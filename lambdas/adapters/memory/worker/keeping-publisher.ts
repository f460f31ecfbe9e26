import type { OutgoingMessage, Publisher, PublishResult } from '../../../core/ports/publisher.ts';
import { heldBack } from '../../../core/publish/held-back.ts';

/** What a publisher into memory works with. */
export interface KeepingPublisherDependencies {
  /** Bytes of the largest body that is taken. @default any body */
  readonly mostBytes?: number;
  /** Why a message is not taken, for another reason than its size. @default every one is */
  readonly refusalOf?: (message: OutgoingMessage) => string | undefined;
  readonly keep: (message: OutgoingMessage) => void;
  /** Called once everything of a publish is kept. */
  readonly kept: () => void;
}

/** Makes a publisher that keeps messages in their order and refuses, as brokers do, what is too large. */
export function createKeepingPublisher(dependencies: KeepingPublisherDependencies): Publisher {
  const { keep, kept } = dependencies;
  return {
    publish: (messages) => {
      const failed: PublishResult['failed'][number][] = [];
      const failedIdOf = new Map<string, string>();
      for (const message of messages) {
        const earlier = failedIdOf.get(message.key);
        const refusal = earlier === undefined ? refusalOf(message, dependencies) : heldBack(earlier);
        if (refusal === undefined) {
          keep(message);
        } else {
          failed.push({ id: message.id, reason: refusal });
          failedIdOf.set(message.key, earlier ?? message.id);
        }
      }
      kept();
      return Promise.resolve({ failed });
    },
  };
}

function refusalOf(message: OutgoingMessage, dependencies: KeepingPublisherDependencies): string | undefined {
  const { mostBytes = Infinity, refusalOf: other } = dependencies;
  const bytes = Buffer.byteLength(message.body);
  return bytes > mostBytes ? `body must be at most ${mostBytes} bytes, got ${bytes}` : other?.(message);
}
