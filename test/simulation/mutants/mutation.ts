import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import type { DeadLetterLines } from '../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { createLineRedrive } from '../../../lambdas/core/dead-letter/redrive-lines.ts';
import type { OutboxRelay, OutboxRelayDependencies } from '../../../lambdas/core/outbox/outbox-relay.ts';
import type { ItemChange } from '../../../lambdas/core/ports/item-change.ts';
import type { ItemIndex } from '../../../lambdas/core/ports/item-index.ts';
import type { ItemStore } from '../../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../../lambdas/core/ports/publisher.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import type { RoleName } from '../schedule/process.ts';
import type { ConsumerWorld } from '../world/consumer-world.ts';

/** Replaces one part of the composition by a broken one; nothing in the code under test knows of it. */
export interface Mutation {
  readonly items?: (items: ItemStore, process: { readonly role: RoleName; readonly publisher: Publisher }) => ItemStore;
  readonly index?: (index: ItemIndex) => ItemIndex;
  readonly publisher?: (publisher: Publisher, role: RoleName) => Publisher;
  readonly relay?: (dependencies: OutboxRelayDependencies) => OutboxRelay;
  readonly consumer?: (name: ConsumerName, consumer: Consumer, world: ConsumerWorld) => Consumer;
  /** When a worker deletes the messages it received. */
  readonly acknowledges?: 'before handling' | 'failures too';
  /** The dead letters as the consumers see them. */
  readonly lines?: (lines: DeadLetterLines) => DeadLetterLines;
  readonly lineRedrive?: typeof createLineRedrive;
  /** How a FIFO queue is settled. */
  readonly ordering?: 'none';
  /** Where the relay goes on after a batch. */
  readonly position?: (changes: readonly ItemChange[], failedFrom: string | undefined) => number;
}
