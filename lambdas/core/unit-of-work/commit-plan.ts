import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type OutboxCommit, outboxCreated } from '../outbox/outbox-commit.ts';
import type { Check, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { type MeasuredWrite, assertWithinLimits } from './assert-limits.ts';
import { isRoomy } from './is-roomy.ts';
import { type OutboxBox, boxOf, carriersOf } from './outbox-box.ts';
import { type OutboxChange, waitingBefore, withOutbox } from './outbox-change.ts';
import { messagesIn, planOutboxes } from './plan-outboxes.ts';
import type { UnitOfWorkDependencies, UnitParts } from './unit-parts.ts';

/** What to write, in the order in which it was added and carriers last, and what it gives each outbox. */
export interface CommitPlan {
  readonly writes: readonly (Write | Check)[];
  readonly outboxes: readonly OutboxCommit[];
}

/**
 * Renders a unit of work as writes that the store takes.
 *
 * @throws PipelineError `store-limit` or `input-invalid`, see `UnitOfWork.commit`.
 */
export async function commitPlan(dependencies: UnitOfWorkDependencies, parts: UnitParts): Promise<CommitPlan> {
  const hosts = await hostsOf(dependencies, parts);
  const roomy = isRoomy(
    parts.changes,
    hosts.flatMap(({ messages }) => messages),
  );
  const placed = roomy ? { outboxes: hosts.map(commitOf), carriers: [] } : await placedIn(hosts, dependencies);
  const measured = measuredWrites(parts, hosts, placed.outboxes);
  if (!roomy) {
    assertWithinLimits([...measured, ...placed.carriers.map((write) => ({ write }))]);
  }
  return { writes: [...measured.map(({ write }) => write), ...placed.carriers], outboxes: placed.outboxes };
}

/** A change whose item keeps an outbox, with what goes into it. */
interface Host {
  readonly change: OutboxChange;
  readonly messages: readonly OutgoingMessage[];
  readonly claimedUntil: number | undefined;
}

async function hostsOf(
  { spill, dispatch }: UnitOfWorkDependencies,
  { changes, messages: loose }: UnitParts,
): Promise<readonly Host[]> {
  const keepers = changes.filter((change) => 'write' in change);
  if (keepers.length === 0 && loose.length > 0) {
    throw new PipelineError(`messages must be committed with an item that keeps an outbox, got ${loose.length} alone`, {
      code: 'input-invalid',
    });
  }
  return Promise.all(
    keepers.map(async (change, index) => {
      const all = index === 0 ? [...change.messages, ...loose] : change.messages;
      const messages = await Promise.all(all.map(async (one) => (await spill?.fitting(one)) ?? one));
      const before = waitingBefore(change);
      // Behind messages that may be under a claim, new ones must be looked at as those are, or they would overtake them.
      const claimedUntil = before === 'claimed' ? 0 : before === 'none' ? dispatch?.claim() : undefined;
      return { change, messages, claimedUntil };
    }),
  );
}

function commitOf({ change, messages, claimedUntil }: Host): OutboxCommit {
  const { write, version } = change;
  return { key: write.key, version, messages, ...(claimedUntil === undefined ? {} : { claimedUntil }) };
}

async function placedIn(
  hosts: readonly Host[],
  { spill }: UnitOfWorkDependencies,
): Promise<{ readonly outboxes: readonly OutboxCommit[]; readonly carriers: readonly Write[] }> {
  const boxes = hosts.map(({ change, messages, claimedUntil }) => boxOf(change, messages, claimedUntil));
  await planOutboxes(boxes, spill);
  return { outboxes: boxes.map(commitIn), carriers: boxes.flatMap(carriersOf) };
}

/** A commit that is spread over several items is left to the relay. */
function commitIn(box: OutboxBox): OutboxCommit {
  const { change, claimedUntil, carried } = box;
  const messages = messagesIn(box);
  return carried.length === 0
    ? commitOf({ change, messages, claimedUntil })
    : { ...commitOf({ change, messages, claimedUntil: undefined }), carried: true };
}

function measuredWrites(
  { changes }: UnitParts,
  hosts: readonly Host[],
  outboxes: readonly OutboxCommit[],
): readonly MeasuredWrite[] {
  const places = new Map(hosts.map(({ change }, index) => [change, outboxes[index]]));
  return changes.map((change) => {
    if (!('write' in change)) {
      return { write: change };
    }
    const commit = places.get(change);
    return commit === undefined ? { write: change.write } : measuredChange(change, commit);
  });
}

/** Older messages that wait in the item are not counted: they may be gone by then, and the store will tell. */
function measuredChange(change: OutboxChange, commit: OutboxCommit): MeasuredWrite {
  const write = withOutbox(change.write, commit);
  return write.kind === 'put' || change.holds === undefined
    ? { write }
    : { write, holds: { ...change.holds, ...outboxCreated(commit) } };
}
