import type { OutgoingMessage, PublishResult } from '../ports/publisher.ts';
import { heldBack } from './held-back.ts';

/** Messages in order for each key: only the first of a key may be sent, the others wait for it. */
export interface KeyChains {
  /** The first unsettled message of each key, in the order in which the keys first came. */
  heads(): readonly OutgoingMessage[];
  /** The head was accepted; the next of its key becomes the head. */
  accept(head: OutgoingMessage): void;
  /** The head was not accepted and stays for another try; answers how many tries it has had. */
  keep(head: OutgoingMessage): number;
  /** The head will never be accepted; later ones of its key fail with it. */
  fail(head: OutgoingMessage, reason: string): void;
  failed(): PublishResult['failed'];
}

interface Chain {
  readonly messages: OutgoingMessage[];
  next: number;
  tries: number;
}

/** Sorts messages into one chain for each key. */
export function createKeyChains(messages: readonly OutgoingMessage[]): KeyChains {
  const chains = new Map<string, Chain>();
  const failed: PublishResult['failed'][number][] = [];
  for (const message of messages) {
    const chain = chains.get(message.key) ?? { messages: [], next: 0, tries: 0 };
    chain.messages.push(message);
    chains.set(message.key, chain);
  }
  return {
    heads: () => [...chains.values()].flatMap(({ messages: all, next }) => all.slice(next, next + 1)),
    accept: ({ key }) => {
      const chain = chains.get(key);
      if (chain === undefined) {
        return;
      }
      chain.next += 1;
      chain.tries = 0;
      if (chain.next === chain.messages.length) {
        chains.delete(key);
      }
    },
    keep: ({ key }) => {
      const chain = chains.get(key);
      return chain === undefined ? 0 : (chain.tries += 1);
    },
    fail: ({ key, id }, reason) => {
      const chain = chains.get(key);
      const later = chain?.messages.slice(chain.next + 1) ?? [];
      failed.push({ id, reason }, ...later.map((message) => ({ id: message.id, reason: heldBack(id) })));
      chains.delete(key);
    },
    failed: () => failed,
  };
}
