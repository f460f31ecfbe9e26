import { breakerPartition } from '../../contracts/breaker-partition.ts';
import type { Attributes, Condition, Item, ItemKey } from '../ports/item-store.ts';
import type { Breaker, BreakerState } from './breaker.ts';

/** A breaker as it is stored; every write raises the revision by one and is bound to the one before it. */
export interface StoredBreaker {
  readonly breaker: Breaker;
  readonly revision: number;
}

/** Where the breaker of a queue lives. */
export function breakerKey(queue: string): ItemKey {
  return { partition: breakerPartition(queue), sort: 'breaker' };
}

/** The attributes of a stored breaker. */
export function breakerAttributes({ breaker, revision }: StoredBreaker): Attributes {
  return { ...breaker, revision };
}

/** Holds while nobody has written since; revision 0 stands for an item that is not there. */
export function unchangedSince(revision: number): Condition {
  return revision === 0 ? { item: 'absent' } : { attribute: 'revision', is: 'equal', value: revision };
}

/** The revision of an item; 0 when there is none. */
export function revisionOf(item: Item | undefined): number {
  return numberOf(item, 'revision');
}

/** The breaker in an item; undefined when there is none, or none that this release can read. */
export function breakerOf(item: Item | undefined): Breaker | undefined {
  const state = stateOf(item?.attributes['state']);
  return state === undefined
    ? undefined
    : {
        state,
        since: numberOf(item, 'since'),
        until: numberOf(item, 'until'),
        tokens: numberOf(item, 'tokens'),
        countedAt: numberOf(item, 'countedAt'),
        openings: numberOf(item, 'openings'),
      };
}

const states: readonly BreakerState[] = ['closed', 'open', 'half-open'];

function stateOf(value: unknown): BreakerState | undefined {
  return states.find((state) => state === value);
}

function numberOf(item: Item | undefined, name: string): number {
  const value = item?.attributes[name];
  return typeof value === 'number' ? value : 0;
}
