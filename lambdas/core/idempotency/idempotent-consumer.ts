import type { EventType } from '../../contracts/events/event-type.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Consumer, HandlingContext } from '../consume/consumer.ts';
import { type Outcome, duplicate, retry } from '../consume/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { ItemKey, ItemStore } from '../ports/item-store.ts';

/** Days after which a mark is dropped; longer than a message can live in a queue and its dead letters together. */
export const markDays = 30;

/** What an idempotent consumer works with. */
export interface IdempotencyDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Makes a consumer whose effect lies outside the store safe against duplicates: claim, handle, complete.
 *
 * The claim is a lease until the handler's deadline with an attempt token, so that a late first owner can neither
 * complete nor release what a second one took over. Two writes a message; fails closed when the store is down.
 */
export function idempotent<const Types extends readonly EventType[]>(
  consumer: Consumer<Types>,
  dependencies: IdempotencyDependencies,
): Consumer<Types> {
  return {
    name: consumer.name,
    handles: consumer.handles,
    async handle(message, context) {
      const claim = claimOf(consumer.name, message, dependencies);
      const claimed = await take(claim, context, dependencies);
      if (claimed !== undefined) {
        return claimed;
      }
      const outcome = await handled(consumer, { message, context, claim }, dependencies);
      await (outcome.kind === 'ok' ? complete(claim, dependencies) : release(claim, dependencies));
      return outcome;
    },
  };
}

interface Claim {
  readonly key: ItemKey;
  readonly attempt: string;
}

function claimOf(consumer: string, message: Envelope, { ids }: IdempotencyDependencies): Claim {
  return { key: { partition: `inbox-${consumer}-${message.id}`, sort: 'mark' }, attempt: ids.next() };
}

async function take(
  { key, attempt }: Claim,
  { deadline }: HandlingContext,
  { items, clock }: IdempotencyDependencies,
): Promise<Outcome | undefined> {
  const now = clock.now();
  const expiresAt = Math.floor(now / 1000) + markDays * 86_400;
  const result = await items.write({
    kind: 'put',
    key,
    attributes: { attempt, done: false, leaseUntil: deadline, expiresAt },
    when: [{ any: [{ item: 'absent' }, { attribute: 'leaseUntil', is: 'atMost', value: now }] }],
  });
  if (result.ok) {
    return undefined;
  }
  return result.current?.attributes['done'] === true ? duplicate() : retry('being handled elsewhere');
}

async function handled<Types extends readonly EventType[]>(
  consumer: Consumer<Types>,
  delivery: {
    readonly message: Parameters<Consumer<Types>['handle']>[0];
    readonly context: HandlingContext;
    readonly claim: Claim;
  },
  dependencies: IdempotencyDependencies,
): Promise<Outcome> {
  try {
    return await consumer.handle(delivery.message, delivery.context);
  } catch (cause) {
    await release(delivery.claim, dependencies);
    throw cause;
  }
}

/** A done mark has no lease end that could ever pass, so nobody can claim it again. */
async function complete({ key, attempt }: Claim, { items }: IdempotencyDependencies): Promise<void> {
  await items.write({
    kind: 'update',
    key,
    set: { done: true },
    remove: ['leaseUntil'],
    when: [{ attribute: 'attempt', is: 'equal', value: attempt }],
  });
}

async function release({ key, attempt }: Claim, { items }: IdempotencyDependencies): Promise<void> {
  await items.write({
    kind: 'update',
    key,
    set: { leaseUntil: 0 },
    when: [{ attribute: 'attempt', is: 'equal', value: attempt }],
  });
}
