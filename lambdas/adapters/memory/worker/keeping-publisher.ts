import type { OutgoingMessage, Publisher, PublishResult } from '../../../core/ports/publisher.ts';
import { heldBack } from '../../../core/publish/held-back.ts';

/** What a publisher into memory works with. */
export interface KeepingPublisherDependencies {
  /** Bytes of the largest body that is taken. @default any body */
  readonly mostBytes?: number;
  readonly keep: (message: OutgoingMessage) => void;
  /** Called once everything of a publish is kept. */
  readonly kept: () => void;
}

/** Makes a publisher that keeps messages in their order and refuses, as brokers do, what is too large. */
export function createKeepingPublisher(dependencies: KeepingPublisherDependencies): Publisher {
  const { mostBytes = Infinity, keep, kept } = dependencies;
  return {
    publish: (messages) => {
      const failed: PublishResult['failed'][number][] = [];
      const failedIdOf = new Map<string, string>();
      for (const message of messages) {
        const earlier = failedIdOf.get(message.key);
        const bytes = Buffer.byteLength(message.body);
        if (earlier !== undefined) {
          failed.push({ id: message.id, reason: heldBack(earlier) });
        } else if (bytes > mostBytes) {
          failed.push({ id: message.id, reason: `body must be at most ${mostBytes} bytes, got ${bytes}` });
          failedIdOf.set(message.key, message.id);
        } else {
          keep(message);
        }
      }
      kept();
      return Promise.resolve({ failed });
    },
  };
}
