import type { TimerDue } from '../../../contracts/sagas/saga-messages.ts';
import type { Item, Update } from '../../ports/item-store.ts';
import { laterDue, nextDueAt, timersOf } from '../saga-due.ts';
import { SagaState } from '../saga-state.ts';
import { dueAttributes } from './due-shard.ts';

/** A timer of a saga that has run out. */
export interface DueTimer extends TimerDue {
  /** Name of the saga's definition. */
  readonly saga: string;
  /** The partition of the saga's item. */
  readonly partition: string;
  /** When it ran out, in milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * The timers of a stored saga that have run out at some time, oldest first; none of an item that is no saga.
 *
 * Throws for a state that this code cannot read.
 */
export function dueTimers(item: Item, now: number): readonly DueTimer[] {
  const { definition: saga } = item.attributes;
  const state = stateOf(item);
  if (typeof saga !== 'string' || state === undefined) {
    return [];
  }
  const { partition } = item.key;
  return timersOf(state)
    .filter(({ dueAt }) => dueAt <= now)
    .sort((one, other) => one.dueAt - other.dueAt)
    .map((timer) => ({ saga, partition, key: keyIn(partition), ...timer }));
}

/** When the next timer of a stored saga runs out, in milliseconds since the epoch; undefined when none runs. */
export function nextTimerOf(item: Item): number | undefined {
  const state = stateOf(item);
  return state && nextDueAt(state);
}

/** The change that moves a saga to its next timer when its place in the index is over, though no timer of it is. */
export function movedOn(item: Item, now: number): Update | undefined {
  const { version, [dueAttributes.at]: at } = item.attributes;
  const state = stateOf(item);
  const isOver = typeof at === 'number' && at <= now;
  if (state === undefined || state.stuckSince !== undefined || typeof version !== 'number' || !isOver) {
    return undefined;
  }
  return laterDue(item.key, { version, state });
}

function stateOf({ attributes: { state } }: Item): SagaState | undefined {
  return typeof state === 'string' ? SagaState.parse(JSON.parse(state)) : undefined;
}

/** A partition is `<store>-<key>`, and a store has no dash in its name. */
function keyIn(partition: string): string {
  return partition.slice(partition.indexOf('-') + 1);
}
