import { type CommitResult, createUnitOfWork } from '../../unit-of-work/unit-of-work.ts';
import type { SagaMove } from '../saga-move.ts';
import { sagaChange } from '../saga-change.ts';
import { type StoredSaga, sagaKey, storedSaga } from '../stored-saga.ts';
import { type WrittenMove, causeOf, writtenMove } from '../write-move.ts';
import { operateSaga } from './operate-saga.ts';
import { type SagaAuditRecord, sagaAuditRecords, sagaAuditWrite } from './saga-audit.ts';
import type { SagaCommand } from './saga-command.ts';
import type { SagaOperationsDependencies } from './saga-operations-dependencies.ts';
import type { SagaEffect, SagaOutcome } from './saga-outcome.ts';
import { runArchive } from './saga-runs.ts';
import { sagaStanding } from './saga-standing.ts';
import { type SagaView, sagaView } from './saga-view.ts';

/** What operators can do to the sagas of one store. */
export interface SagaOperations {
  /** Whether there is a saga of that key. */
  has(key: string): Promise<boolean>;
  /** Everything about one saga; undefined when there is none. */
  look(key: string): Promise<SagaView | undefined>;
  /**
   * Carries an order out: one read, and one transaction of the saga, what it sends and the audit record.
   *
   * @throws PipelineError `saga-definition-unknown` when the definition on which the saga began is missing; else as the
   * store does, and nothing was changed unless the transaction itself was in doubt.
   */
  give(command: SagaCommand): Promise<SagaOutcome>;
  /** What operators did, oldest first. */
  audit(): Promise<readonly SagaAuditRecord[]>;
}

/** Creates the operations on the sagas of one store; what they send is published by the relay, as ever. */
export function createSagaOperations(dependencies: SagaOperationsDependencies): SagaOperations {
  const { items, store } = dependencies;
  return {
    has: async (key) => (await items.get(sagaKey(store, key))) !== undefined,
    look: async (key) => {
      const item = await items.get(sagaKey(store, key));
      return item === undefined ? undefined : sagaView(dependencies, item);
    },
    give: (command) => give(dependencies, command),
    audit: () => sagaAuditRecords(items, store),
  };
}

/** An order that its saga takes, on the way to the store. */
interface Accepted {
  readonly id: string;
  readonly saga: StoredSaga;
  readonly move: SagaMove;
  readonly written: WrittenMove;
}

async function give(dependencies: SagaOperationsDependencies, command: SagaCommand): Promise<SagaOutcome> {
  const { items, store, definitions, payloads } = dependencies;
  const item = await items.get(sagaKey(store, command.key));
  if (item === undefined) {
    return { kind: 'unknown' };
  }
  const saga = await storedSaga(definitions, item, payloads);
  const accepted = await judged(dependencies, command, saga);
  if (accepted.kind === 'refused') {
    return { kind: 'refused', reason: accepted.reason, now: sagaStanding(saga.version, saga.state) };
  }
  const effect = effectOf(accepted);
  if (command.dryRun === true) {
    return { kind: 'planned', ...effect, sends: effect.sends.map(({ type }) => ({ type, id: undefined })) };
  }
  const result = await committed(dependencies, command, accepted);
  return result.ok ? { kind: 'done', ...effect } : movedOn(dependencies, command, effect);
}

type Judged = ({ readonly kind: 'accepted' } & Accepted) | { readonly kind: 'refused'; readonly reason: string };

async function judged(
  dependencies: SagaOperationsDependencies,
  { key, order, by, reason, ifVersion }: SagaCommand,
  saga: StoredSaga,
): Promise<Judged> {
  const { definition, input, state, version, item, correlationId } = saga;
  if (ifVersion !== undefined && ifVersion !== version) {
    return { kind: 'refused', reason: `it must be at version ${ifVersion}, but it is at ${version}` };
  }
  const id = dependencies.ids.next();
  const now = dependencies.clock.now();
  const move = operateSaga({ definition, key, input, state, now, id, by, reason }, order);
  if (move.kind === 'ignored') {
    return { kind: 'refused', reason: move.reason };
  }
  const cause = causeOf({ id, correlationid: id }, correlationId);
  const written = await writtenMove(dependencies, { definition, key, partition: item.key.partition, cause }, move);
  return { kind: 'accepted', id, saga, move, written };
}

function effectOf({ saga, written }: Accepted): SagaEffect {
  return {
    before: sagaStanding(saga.version, saga.state),
    after: sagaStanding(saga.version + 1, written.state),
    sends: written.messages.map(({ type, id }) => ({ type, id })),
  };
}

/** The saga comes first, so that a refusal of it is the first one. */
function committed(
  dependencies: SagaOperationsDependencies,
  command: SagaCommand,
  { id, saga, move, written }: Accepted,
): Promise<CommitResult> {
  const { store, clock } = dependencies;
  const { change, calved } = sagaChange(saga, { ...written, history: move.history });
  const unit = createUnitOfWork(dependencies);
  unit.change(change);
  unit.add(...calved);
  unit.add(sagaAuditWrite(store, auditRecord({ id, at: clock.now(), command, saga, move, written })));
  if (command.order.kind === 'fork') {
    unit.add(runArchive(saga));
  }
  return unit.commit();
}

interface Noted extends Accepted {
  readonly at: number;
  readonly command: SagaCommand;
}

/** The history names the step that was meant, also where the order did not. */
function auditRecord({ id, at, command, saga, move, written }: Noted): SagaAuditRecord {
  const { key, order, by, reason } = command;
  const step = move.history[0]?.step;
  return {
    ...{ id, action: order.kind, by, at, key },
    ...(step !== undefined && { step }),
    ...(reason !== undefined && { reason }),
    ...{ from: saga.state.status, to: written.state.status, version: saga.version + 1 },
    sent: written.messages.map(({ type }) => type),
  };
}

async function movedOn(
  { items, store, definitions, payloads }: SagaOperationsDependencies,
  { key }: SagaCommand,
  { before }: SagaEffect,
): Promise<SagaOutcome> {
  const item = await items.get(sagaKey(store, key));
  const saga = item && (await storedSaga(definitions, item, payloads));
  return { kind: 'moved-on', before, now: saga && sagaStanding(saga.version, saga.state) };
}
