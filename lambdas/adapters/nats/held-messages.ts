import type { JsMsg } from '@nats-io/jetstream';

/** A message that the server gave to this worker and that it has not settled. */
export interface HeldMessage {
  readonly id: string;
  /** The latest delivery of it, which is the one to acknowledge. */
  message: JsMsg;
  readonly receiveCount: number;
  /** Milliseconds for which it is to be hidden when it fails. */
  delay: number | undefined;
  /** It is in a batch. */
  out: boolean;
}

/** The messages that one worker holds unsettled, in the order in which they came. */
export interface HeldMessages {
  readonly size: number;
  add(message: JsMsg): void;
  find(id: string): HeldMessage | undefined;
  /** The first that are in no batch, which they are in from now on. */
  take(most: number): readonly HeldMessage[];
  /** Holds it no more; false when it is not held. */
  drop(held: HeldMessage): boolean;
  /** Tells the server that every one of them is still worked on. */
  keep(): void;
  /** Gives all back at once. */
  giveBack(): void;
}

/** Makes an empty set of messages. */
export function createHeldMessages(): HeldMessages {
  const all = new Map<string, HeldMessage>();
  return {
    get size() {
      return all.size;
    },
    add: (message) => {
      const id = String(message.seq);
      const before = all.get(id);
      if (before !== undefined) {
        // Its acknowledgement time ran out while it was worked on: it must not be handled twice at the same time.
        before.message = message;
        return;
      }
      all.set(id, { id, message, receiveCount: message.info.deliveryCount, delay: undefined, out: false });
    },
    find: (id) => all.get(id),
    take: (most) => {
      const taken = [...all.values()].filter(({ out }) => !out).slice(0, most);
      for (const held of taken) {
        held.out = true;
      }
      return taken;
    },
    drop: (held) => all.get(held.id) === held && all.delete(held.id),
    keep: () => {
      for (const { message } of all.values()) {
        message.working();
      }
    },
    giveBack: () => {
      for (const { message } of all.values()) {
        message.nak();
      }
      all.clear();
    },
  };
}
