import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { OutboxCommit } from '../outbox/outbox-commit.ts';
import type { Check, ItemStore, TransactionResult, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { commitPlan } from './commit-plan.ts';
import type { OutboxChange } from './outbox-change.ts';
import type { UnitOfWorkDependencies, UnitParts } from './unit-parts.ts';

/** Made, or (by the order in which changes were added) refused. */
export type CommitResult =
  | {
      readonly ok: true;
      /** What each item with an outbox was given to publish, in the order in which their changes were added. */
      readonly outboxes: readonly OutboxCommit[];
    }
  | Extract<TransactionResult, { ok: false }>;

/** Collects what one message causes and commits all of it or nothing; nothing is sent before. */
export interface UnitOfWork {
  /** Adds a change of an item that keeps an outbox, with the messages that it causes. */
  change(change: OutboxChange): void;
  /** Adds changes of other items, or conditions on them. */
  add(...writes: readonly (Write | Check)[]): void;
  /** Adds messages that go with the first item that keeps an outbox. */
  publish(...messages: readonly OutgoingMessage[]): void;
  /**
   * Commits: one write for one item, else one transaction; no request when there is nothing to commit.
   *
   * @throws PipelineError `store-limit` that says what is too large and by how much, before anything is written;
   * `input-invalid` when there are messages but no item that keeps an outbox; else as the store and the spill do.
   */
  commit(): Promise<CommitResult>;
  /** Ends the unit without a commit: what is added later would be lost, so it throws. */
  seal(): void;
}

/**
 * Begins a unit of work.
 *
 * After `commit` or `seal` every use throws PipelineError `unit-sealed`: a message that is added when the outbox is
 * written already would never be sent.
 */
export function createUnitOfWork(dependencies: UnitOfWorkDependencies): UnitOfWork {
  const parts: UnitParts = { changes: [], messages: [] };
  let sealed = false;
  const use = (what: string): void => {
    if (sealed) {
      throw new PipelineError(`a unit of work must not be used after its end, got ${what}`, { code: 'unit-sealed' });
    }
  };
  return {
    change(change) {
      use('a change');
      parts.changes.push(change);
    },
    add(...writes) {
      use('a change');
      parts.changes.push(...writes);
    },
    publish(...messages) {
      use('a message');
      parts.messages.push(...messages);
    },
    seal() {
      sealed = true;
    },
    async commit() {
      use('a commit');
      sealed = true;
      return committed(dependencies, parts);
    },
  };
}

async function committed(dependencies: UnitOfWorkDependencies, parts: UnitParts): Promise<CommitResult> {
  const { items, dispatch } = dependencies;
  const { writes, outboxes } = await commitPlan(dependencies, parts);
  const [only] = writes;
  if (only === undefined) {
    return { ok: true, outboxes };
  }
  const result =
    writes.length === 1 && only.kind !== 'check' ? wrapped(await items.write(only)) : await items.transact(writes);
  if (!result.ok) {
    return result;
  }
  await dispatch?.dispatch(outboxes);
  return { ok: true, outboxes };
}

function wrapped(result: Awaited<ReturnType<ItemStore['write']>>): TransactionResult {
  return result.ok ? result : { ok: false, refused: [{ index: 0, current: result.current }] };
}
