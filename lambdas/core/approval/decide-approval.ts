import { sagaMessages } from '../../contracts/sagas/saga-messages.ts';
import type { MessageWriter } from '../outbox/message-writer.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { Item, ItemStore } from '../ports/item-store.ts';
import type { TokenSigner } from '../ports/token-signer.ts';
import { SagaState } from '../saga/saga-state.ts';
import { sagaKey } from '../saga/stored-saga.ts';
import type { UnitOfWorkDependencies } from '../unit-of-work/unit-parts.ts';
import { createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
import { type MadeDecision, approvalKey, approvalRecord, recordedDecision } from './approval-record.ts';
import { type AskedApproval, readApprovalToken } from './approval-token.ts';

/** Why nothing can be decided: the token is not one of ours, its time is over, or its saga has gone on without it. */
export type ApprovalRefusal = 'token-invalid' | 'token-expired' | 'not-awaited';

/** What there is to say about a token. */
export type ApprovalStanding =
  | { readonly kind: 'open'; readonly asked: AskedApproval }
  | { readonly kind: 'decided'; readonly asked: AskedApproval; readonly made: MadeDecision }
  | { readonly kind: 'refused'; readonly why: ApprovalRefusal };

/** What came of a decision; `first` says whether it is this one that counts, or one that was made before. */
export type DecisionAnswer =
  | (Extract<ApprovalStanding, { kind: 'decided' }> & { readonly first: boolean })
  | Extract<ApprovalStanding, { kind: 'refused' }>;

/** What somebody wants to decide. */
export interface Decision extends Omit<MadeDecision, 'at'> {
  readonly token: string;
}

/** Answers people who were asked for an approval. */
export interface ApprovalDesk {
  /** Whether there is anything left to decide; changes nothing. Throws as store and signer do. */
  look(token: string): Promise<ApprovalStanding>;
  /** Decides once and for all, or says what was decided before and by whom. Throws as store and signer do. */
  decide(decision: Decision): Promise<DecisionAnswer>;
}

/** What the desk works with. */
export interface ApprovalDeskDependencies extends Omit<UnitOfWorkDependencies, 'items'> {
  readonly items: Pick<ItemStore, 'get' | 'write' | 'transact'>;
  readonly signer: TokenSigner;
  readonly writer: MessageWriter;
  readonly clock: Clock;
  /** The store in which the sagas of each name are kept; a token of any other saga is invalid. */
  readonly stores: Readonly<Record<string, string>>;
}

/**
 * Creates the desk.
 *
 * A decision is recorded and sent to its saga by one write, which is refused when there is a record. The saga moves only
 * when it still awaits that very decision: one that crosses with the end of its time is recorded and changes nothing.
 */
export function createApprovalDesk(dependencies: ApprovalDeskDependencies): ApprovalDesk {
  const look = async (token: string): Promise<ApprovalStanding> => {
    const asked = await readApprovalToken(dependencies.signer, token);
    const store = asked === undefined ? undefined : storeOf(dependencies, asked);
    return asked === undefined || store === undefined
      ? { kind: 'refused', why: 'token-invalid' }
      : standingOf(dependencies, asked, store);
  };
  return {
    look,
    async decide({ token, ...decision }) {
      const standing = await look(token);
      if (standing.kind !== 'open') {
        return standing.kind === 'refused' ? standing : { ...standing, first: false };
      }
      return record(dependencies, standing.asked, { ...decision, at: dependencies.clock.now() });
    },
  };
}

function storeOf({ stores }: ApprovalDeskDependencies, { saga }: AskedApproval): string | undefined {
  return Object.hasOwn(stores, saga) ? stores[saga] : undefined;
}

/** What was decided comes first: who clicks again is told so, even when the time is over by then. */
async function standingOf(
  { items, clock }: ApprovalDeskDependencies,
  asked: AskedApproval,
  store: string,
): Promise<ApprovalStanding> {
  const key = sagaKey(store, asked.key);
  const record = await items.get(approvalKey(key.partition, asked));
  if (record !== undefined) {
    return { kind: 'decided', asked, made: recordedDecision(record) };
  }
  if (clock.now() >= asked.expiresAt) {
    return { kind: 'refused', why: 'token-expired' };
  }
  return isAwaited(await items.get(key), asked) ? { kind: 'open', asked } : { kind: 'refused', why: 'not-awaited' };
}

function isAwaited(item: Item | undefined, { step, generation }: AskedApproval): boolean {
  const state = item?.attributes['state'];
  return (
    typeof state === 'string' &&
    SagaState.parse(JSON.parse(state)).pending.some((one) => one.step === step && one.generation === generation)
  );
}

async function record(
  dependencies: ApprovalDeskDependencies,
  asked: AskedApproval,
  made: MadeDecision,
): Promise<DecisionAnswer> {
  const { saga, key, step, generation } = asked;
  const { decision, by, reason } = made;
  const { partition } = sagaKey(storeOf(dependencies, asked) ?? '', key);
  const draft = sagaMessages(saga).decided.of({
    ...{ key, step, generation, decision, by },
    ...(reason !== undefined && { reason }),
  });
  const unit = createUnitOfWork(dependencies);
  unit.change({
    write: {
      kind: 'put',
      key: approvalKey(partition, asked),
      attributes: approvalRecord(made),
      when: [{ item: 'absent' }],
    },
    version: 1,
    messages: [outgoingMessage(dependencies.writer.write(draft, undefined))],
  });
  const result = await unit.commit();
  const other = result.ok ? undefined : result.refused[0]?.current;
  return other === undefined
    ? { kind: 'decided', asked, made, first: true }
    : { kind: 'decided', asked, made: recordedDecision(other), first: false };
}
