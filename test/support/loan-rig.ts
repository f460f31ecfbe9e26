import { type VirtualClock, createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createHmacTokenSigner } from '../../lambdas/adapters/system/hmac-token-signer.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { openEnvelope } from '../../lambdas/contracts/events/decode-envelope.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { Outcome } from '../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import type { ItemIndex } from '../../lambdas/core/ports/item-index.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { TokenSigner } from '../../lambdas/core/ports/token-signer.ts';
import { createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
import type { SagaState } from '../../lambdas/core/saga/saga-state.ts';
import { sagaKey, storedSaga } from '../../lambdas/core/saga/stored-saga.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import type { TimerSweeperDependencies } from '../../lambdas/core/saga/timers/timer-sweeper.ts';
import { fixedIds } from './fixed-ids.ts';
import { LoanAsked, MoneyHeld, loan } from './loan-saga.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

/** First word of the partitions of loans. */
export const loanStore = 'loan';

/** Sagas of loans in memory, under a clock that a test moves. */
export interface LoanRig<Items extends ItemStore = MemoryItemStore> {
  readonly clock: VirtualClock;
  readonly items: Items;
  readonly signer: TokenSigner;
  readonly consumer: Consumer;
  readonly telemetry: ReturnType<typeof recordingTelemetry>;
  /** What a sweeper of their timers works with; what it sends arrives at once. */
  readonly sweeping: TimerSweeperDependencies;
  /** Messages that the sweeper sent. */
  readonly told: OutgoingMessage[];
  start(key: string): Promise<Outcome>;
  /** The reply to the newest command of a loan. */
  reply(key: string, draft: Draft): Promise<Outcome>;
  /** Begins a loan and holds its money, so that it awaits its review; answers the token of that. */
  reviewed(key: string): Promise<string>;
  state(key: string): Promise<SagaState>;
  /** Everything that was ever sent for a loan, oldest first. */
  sent(key: string): Promise<readonly OutgoingMessage[]>;
  /** Hands a message over, as a queue would. */
  deliver(message: Pick<OutgoingMessage, 'body'>): Promise<Outcome>;
}

/** What a rig stands on. */
export interface LoanGround<Items extends ItemStore> {
  readonly items: Items;
  /** The index of what is due. */
  readonly index: ItemIndex;
  readonly clock: VirtualClock;
  /** Timers go out with the commands too. @default false */
  readonly schedules?: boolean;
}

/** Makes the rig in memory; `schedules` has timers go out with the commands too. */
export function loanRig({ schedules = false }: { readonly schedules?: boolean } = {}): LoanRig {
  const items = createMemoryItemStore();
  return loanRigOn({ items, index: items.index(dueIndex), clock: createVirtualClock(Date.UTC(2026, 0, 1)), schedules });
}

/** Makes the rig on a store of any kind. */
export function loanRigOn<Items extends ItemStore>({
  items,
  index,
  clock,
  schedules = false,
}: LoanGround<Items>): LoanRig<Items> {
  const telemetry = recordingTelemetry();
  const signer = createHmacTokenSigner(new Uint8Array(32).fill(7));
  const writer = createMessageWriter({ ids: fixedIds('message-'), clock, source: '/loans/lend' });
  const incoming = createMessageWriter({ ids: fixedIds('incoming-'), clock, source: '/loans/bank' });
  const timers = { clock, fingerprint: sha256Fingerprint, source: '/loans/timers' };
  const consumer = createSagaConsumer({
    ...{ name: 'lend', definitions: [loan], store: loanStore, items, writer, clock, telemetry, signer },
    ...(schedules && { schedules: timers }),
  });
  const handle = (message: Envelope): Promise<Outcome> =>
    consumer.handle(message, { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 });
  const deliver = ({ body }: Pick<OutgoingMessage, 'body'>): Promise<Outcome> => handle(openEnvelope(body) as Envelope);
  const told: OutgoingMessage[] = [];
  const publisher: Publisher = {
    async publish(messages) {
      for (const message of messages) {
        told.push(message);
        await deliver(message);
      }
      return { failed: [] };
    },
  };
  const state = async (key: string): Promise<SagaState> => {
    const item = await items.get(sagaKey(loanStore, key));
    if (item === undefined) {
      throw new TypeError(`a loan ${key} must have been begun`);
    }
    return (await storedSaga([loan], item, undefined)).state;
  };
  const sent = async (key: string): Promise<readonly OutgoingMessage[]> =>
    outboxEntries(await items.get(sagaKey(loanStore, key))).map(({ message }) => message);
  const reply = async (key: string, draft: Draft): Promise<Outcome> => {
    const id = (await state(key)).pending[0]?.commandIds.at(-1) ?? 'nothing';
    return handle(incoming.write(draft, { id, correlationid: 'incoming-1' }));
  };
  const start = (key: string): Promise<Outcome> => handle(incoming.write(LoanAsked.of({ loan: key }), undefined));
  return {
    ...{ clock, items, signer, consumer, telemetry, told, start, reply, state, sent, deliver },
    sweeping: {
      ...{ items, index, publisher, telemetry, ids: fixedIds('sweeper-') },
      ...{ ...timers, graceSeconds: 0, leaseSeconds: 60 },
    },
    reviewed: async (key) => {
      await start(key);
      await reply(key, MoneyHeld.of({ loan: key }));
      const asked = (await sent(key)).find(({ type }) => type === 'review.asked');
      const { data } = openEnvelope(asked?.body ?? '') as { readonly data: { readonly token: string } };
      return data.token;
    },
  };
}
