import type { EventType } from '../../contracts/events/event-type.ts';
import type { Consumer, EnvelopeOf, HandlingContext } from '../consume/consumer.ts';
import { type Outcome, ok } from '../consume/outcome.ts';
import type { Check, ItemStore, Write } from '../ports/item-store.ts';
import type { Claim } from './claim.ts';
import { claimOf } from './claim-of.ts';
import type { IdempotencyDependencies } from './idempotency-dependencies.ts';
import { schemasOf } from './idempotent-consumer.ts';
import { joinedMark, joinedRefusal } from './joined-mark.ts';
import { type Refusal, later } from './refusal.ts';

/** A consumer whose whole effect is changes of items in the table. */
export interface WritingConsumer<Types extends readonly EventType[]> {
  readonly name: string;
  readonly handles: Types;
  /**
   * Says what to change, at most 99 items, or why not now or never; may read, must not write. It can be asked again
   * for the same message, also after its changes were made.
   */
  changes(message: EnvelopeOf<Types[number]>, context: HandlingContext): Promise<readonly (Write | Check)[] | Refusal>;
}

/** What writing once works with. */
export interface IdempotentWritesDependencies extends Pick<IdempotencyDependencies, 'clock' | 'ids' | 'fingerprint'> {
  readonly items: Pick<ItemStore, 'transact'>;
}

/**
 * Makes a consumer that writes to the table safe against duplicates: its mark joins its changes in one transaction.
 *
 * One request and no read, where a claim around the changes would take three; nothing is ever left half done, and so
 * there is no lease, no late owner and no moment to crash in. The same id with another payload is parked. When a
 * condition of its own does not hold, the consumer is asked again at the next delivery.
 *
 * A consumer of events needs none of it: a decider answers a repeated command with no event.
 */
export function idempotentWrites<const Types extends readonly EventType[]>(
  consumer: WritingConsumer<Types>,
  dependencies: IdempotentWritesDependencies,
): Consumer<Types> {
  const { name, handles } = consumer;
  const schemas = schemasOf(handles);
  return {
    name,
    handles,
    async handle(message, context) {
      const changes = await consumer.changes(message, context);
      if ('kind' in changes) {
        return changes;
      }
      const schema = schemas.get(message.type) ?? message.dataschema;
      return changes.length === 0
        ? ok()
        : written(claimOf({ consumer: name, message, schema }, dependencies), changes, dependencies);
    },
  };
}

async function written(
  claim: Claim,
  changes: readonly (Write | Check)[],
  { items, clock }: IdempotentWritesDependencies,
): Promise<Outcome> {
  const now = clock.now();
  const result = await items.transact([joinedMark(claim, now), ...changes]);
  if (result.ok) {
    return ok();
  }
  const mark = result.refused.find(({ index }) => index === 0);
  return mark === undefined
    ? later('a condition of its changes did not hold')
    : joinedRefusal(mark.current, claim, now);
}
