import type { Home } from '../../../contracts/definition/home.ts';
import type { Routes } from '../../../contracts/definition/routes-of.ts';
import type { OutgoingMessage, Publisher, PublishResult } from '../../../core/ports/publisher.ts';
import { heldBack } from '../../../core/publish/held-back.ts';
import { routedMessage } from '../../sns-sqs/routed-message.ts';

/** What a publisher in memory works with. */
export interface MemoryPublisherDependencies {
  readonly routes: Routes;
  readonly deliver: (home: Home, message: OutgoingMessage) => void;
}

/** Makes a publisher that refuses what SQS and SNS would refuse and delivers the rest before it answers. */
export function createMemoryPublisher({ routes, deliver }: MemoryPublisherDependencies): Publisher {
  return {
    publish: (messages) => {
      const failed: PublishResult['failed'][number][] = [];
      const failedIdOf = new Map<string, string>();
      for (const message of messages) {
        const earlier = failedIdOf.get(message.key);
        const { home, fault } = routedMessage(message, routes);
        if (earlier !== undefined) {
          failed.push({ id: message.id, reason: heldBack(earlier) });
        } else if (home === undefined) {
          failed.push({ id: message.id, reason: fault });
          failedIdOf.set(message.key, message.id);
        } else {
          deliver(home, message);
        }
      }
      return Promise.resolve({ failed });
    },
  };
}
