import { createMessageList } from './message-list.ts';
import type { QueuedMessage } from './queued-message.ts';
import type { ReadyMessages } from './ready-messages.ts';

/** The waiting messages of a standard queue: oldest first, one that came back behind all others. */
export function createStandardReadyMessages(): ReadyMessages {
  const waiting = createMessageList();
  return {
    add: (message) => {
      waiting.add(message);
    },
    take: (most, accepts) => {
      const taken: QueuedMessage[] = [];
      while (taken.length < most) {
        const message = waiting.shift();
        if (message === undefined) {
          break;
        }
        if (accepts(message)) {
          taken.push(message);
        }
      }
      return taken;
    },
    putBack: (message) => {
      waiting.add(message);
    },
    settle: () => undefined,
    withdraw: (message) => {
      waiting.remove(message);
    },
  };
}
