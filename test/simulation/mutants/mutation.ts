import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { OutboxRelay, OutboxRelayDependencies } from '../../lambdas/core/outbox/outbox-relay.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { ConsumerName } from '../../localstack/embedded/embedded-consumers.ts';
import type { ConsumerWorld } from './consumer-world.ts';

/** Replaces one part of the composition by a broken one; nothing in the code under test knows of it. */
export interface Mutation {
  readonly items?: (items: ItemStore, consumer: ConsumerName | 'relay') => ItemStore;
  readonly publisher?: (publisher: Publisher) => Publisher;
  readonly relay?: (dependencies: OutboxRelayDependencies) => OutboxRelay;
  readonly consumer?: (name: ConsumerName, consumer: Consumer, world: ConsumerWorld) => Consumer;
  /** When a worker deletes the messages it received. */
  readonly acknowledges?: 'before handling' | 'failures too';
  /** Where the relay goes on after a batch. */
  readonly position?: (changes: readonly ItemChange[], failedFrom: string | undefined) => number;
}
