import { createMessageList, type MessageList } from './message-list.ts';
import type { QueuedMessage } from './queued-message.ts';
import type { ReadyMessages } from './ready-messages.ts';
import { createWaitingLine, type WaitingLine } from './waiting-line.ts';

interface Group {
  readonly name: string;
  readonly waiting: MessageList;
  taken: number;
}

/**
 * The waiting messages of a FIFO queue: each group in the order of sending, and none of a group while any of it is
 * taken; one receive takes as many of a group as it can before it goes on to the next.
 *
 * A group exists only as long as it has messages.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function createFifoReadyMessages(): ReadyMessages {
  const groups: Groups = { byName: new Map(), open: createWaitingLine() };
  return {
    add: (message) => {
      groupOf(groups, message.group).waiting.add(message);
    },
    take: (most, accepts) => {
      const taken: QueuedMessage[] = [];
      while (taken.length < most) {
        const group = groups.open.shift();
        if (group === undefined) {
          break;
        }
        takeFrom(group, { taken, most, accepts });
        openAgain(groups, group);
      }
      return taken;
    },
    putBack: (message) => {
      const group = groupOf(groups, message.group);
      group.waiting.putBack(message);
      giveBack(groups, group);
    },
    settle: (message) => {
      giveBack(groups, groupOf(groups, message.group));
    },
    withdraw: (message) => {
      groupOf(groups, message.group).waiting.remove(message);
    },
  };
}

interface Groups {
  readonly byName: Map<string, Group>;
  /** Groups of which nothing is taken, each once. */
  readonly open: WaitingLine<Group>;
}

function groupOf({ byName, open }: Groups, name: string): Group {
  const known = byName.get(name);
  if (known !== undefined) {
    return known;
  }
  const group = { name, waiting: createMessageList(), taken: 0 };
  byName.set(name, group);
  open.add(group);
  return group;
}

function giveBack(groups: Groups, group: Group): void {
  group.taken -= 1;
  openAgain(groups, group);
}

function openAgain({ byName, open }: Groups, group: Group): void {
  if (group.taken > 0) {
    return;
  }
  if (group.waiting.empty) {
    byName.delete(group.name);
  } else {
    open.add(group);
  }
}

interface Receive {
  readonly taken: QueuedMessage[];
  readonly most: number;
  readonly accepts: (message: QueuedMessage) => boolean;
}

function takeFrom(group: Group, { taken, most, accepts }: Receive): void {
  while (taken.length < most) {
    const message = group.waiting.shift();
    if (message === undefined) {
      return;
    }
    if (accepts(message)) {
      taken.push(message);
      group.taken += 1;
    }
  }
}
