import { dispatchClaimSeconds } from '../../contracts/dispatch-claim.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { OutgoingMessage, Publisher } from '../ports/publisher.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type OutboxCommit, committedItem } from './outbox-commit.ts';
import { outboxPosition } from './outbox-entries.ts';
import { publishOutbox } from './publish-outbox.ts';
import { settleOutbox } from './settle-outbox.ts';

/** Milliseconds for which whoever commits has its messages to itself. */
export const dispatchClaimMilliseconds = dispatchClaimSeconds * 1000;

/** Milliseconds of a claim that must be left to begin publishing: room for the publisher's retries and skewed clocks. */
export const dispatchMarginMilliseconds = 2000;

/** Publishes what was committed without waiting for the relay. */
export interface OutboxDispatch {
  /** Until when messages that are committed now are claimed, in milliseconds since the epoch. */
  claim(): number;
  /**
   * Publishes the messages of commits under a claim and takes them out of their outboxes; leaves all others, and those
   * that are due later.
   *
   * Never throws: the commits stand, and what is not published here is published by the relay or the sweeper, with the
   * same ids.
   */
  dispatch(commits: readonly OutboxCommit[]): Promise<void>;
}

/** What dispatching works with. */
export interface OutboxDispatchDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

/**
 * Creates the dispatch of one consumer.
 *
 * A dispatcher that comes to it too late leaves its messages alone, because the relay or the sweeper may be at it. One
 * that becomes too late in the middle sends duplicates, which their ids show.
 */
export function createOutboxDispatch(dependencies: OutboxDispatchDependencies): OutboxDispatch {
  const { clock, telemetry } = dependencies;
  return {
    claim: () => clock.now() + dispatchClaimMilliseconds,
    async dispatch(commits) {
      const latest = clock.now() + dispatchMarginMilliseconds;
      const claimed = commits.filter(({ messages, claimedUntil = 0 }) => messages.length > 0 && claimedUntil >= latest);
      if (claimed.length === 0) {
        return;
      }
      try {
        await publishAndSettle(dependencies, claimed);
      } catch (cause) {
        telemetry.error('messages not dispatched', { commits: claimed.length }, cause);
      }
    },
  };
}

async function publishAndSettle(
  dependencies: OutboxDispatchDependencies,
  commits: readonly OutboxCommit[],
): Promise<void> {
  const messages = commits.flatMap((commit) => commit.messages);
  const isLater = laterThan(dependencies.clock.now());
  const left = new Set(messages.filter(isLater).map(({ id }) => id));
  const due = messages.filter(({ id }) => !left.has(id));
  const refused = due.length === 0 ? new Set<string>() : await publishOutbox(dependencies, due);
  await settle(dependencies, commits, new Set([...left, ...refused]));
}

/** Only the relay and the sweeper know what keeps a message until its time. */
function laterThan(now: number): (message: OutgoingMessage) => boolean {
  return ({ dueAt = 0 }) => dueAt > now;
}

async function settle(
  dependencies: OutboxDispatchDependencies,
  commits: readonly OutboxCommit[],
  left: ReadonlySet<string>,
): Promise<void> {
  for (const commit of commits) {
    const { messages, version } = commit;
    const published = messages.flatMap(({ id }, index) => (left.has(id) ? [] : [outboxPosition(version, index)]));
    if (published.length > 0) {
      const keeps = published.length < messages.length;
      await settleOutbox(dependencies.items, { seen: committedItem(commit), published: new Set(published), keeps });
    }
  }
}
