import type { TimerDue } from '../../contracts/sagas/saga-messages.ts';
import type { Attributes, ItemKey, Update } from '../ports/item-store.ts';
import { type SagaState, isEnded } from './saga-state.ts';
import { dueAttributes, dueShardOf, stuckShardOf } from './timers/due-shard.ts';

/** A timer of a saga. */
export interface SagaTimer extends Omit<TimerDue, 'key'> {
  /** In milliseconds since the epoch. */
  readonly dueAt: number;
}

/** The step of the timer of the deadline of a whole saga, whose generation is the run: it is of no step. */
export const deadlineStep = '';

/** Every timer that runs for a saga, its deadline among them, in no order. */
export function timersOf(state: SagaState): readonly SagaTimer[] {
  const { pending, deadlineAt, late, run } = state;
  if (isEnded(state)) {
    return [];
  }
  const steps = pending.flatMap(({ step, generation, dueAt }) =>
    dueAt === undefined ? [] : [{ step, generation, dueAt }],
  );
  return deadlineAt === undefined || late === true
    ? steps
    : [...steps, { step: deadlineStep, generation: run, dueAt: deadlineAt }];
}

/** When something is to happen to a saga, in milliseconds since the epoch; undefined when nothing is. */
export function nextDueAt(state: SagaState): number | undefined {
  const times = timersOf(state).map(({ dueAt }) => dueAt);
  return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * What puts a saga into the index of what is due or stuck, keeps it there, or takes it out.
 *
 * A place that is too early stays: a timer is nearly always revoked long before it runs out, so that moving it with every
 * reply would cost two writes of the index for nothing. Whoever finds it too early moves it, see {@link laterDue}.
 */
export function dueChange(
  { partition }: ItemKey,
  state: SagaState,
  before: Attributes = {},
): Required<Pick<Update, 'set' | 'remove'>> {
  const place = placeOf(partition, state);
  const { shard, at } = dueAttributes;
  const [shardBefore, atBefore] = [before[shard], before[at]];
  if (place === undefined) {
    return { set: {}, remove: shardBefore === undefined ? [] : [shard, at] };
  }
  const stays = shardBefore === place.shard && typeof atBefore === 'number' && atBefore <= place.at;
  return { set: stays ? {} : { [shard]: place.shard, [at]: place.at }, remove: [] };
}

/** The change that moves a saga, found in the index before any timer has run out, to its next timer. */
export function laterDue(
  key: ItemKey,
  { version, state }: { readonly version: number; readonly state: SagaState },
): Update | undefined {
  const place = placeOf(key.partition, state);
  if (place === undefined) {
    return undefined;
  }
  const { shard, at } = dueAttributes;
  return {
    kind: 'update',
    key,
    // A change that was decided on what was there before must not stand beside this one, so it takes a version.
    set: { version: version + 1, [shard]: place.shard, [at]: place.at },
    when: [{ attribute: 'version', is: 'equal', value: version }],
  };
}

function placeOf(partition: string, state: SagaState): { readonly shard: string; readonly at: number } | undefined {
  if (state.stuckSince !== undefined) {
    return { shard: stuckShardOf(partition), at: state.stuckSince };
  }
  const at = nextDueAt(state);
  return at === undefined ? undefined : { shard: dueShardOf(partition), at };
}
