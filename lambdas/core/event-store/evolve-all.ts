import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Fold } from './decider.ts';

/** A state after some more events. */
export function evolveAll<State>(fold: Fold<State>, state: State, events: readonly Envelope[]): State {
  return events.reduce((current, event) => fold.evolve(current, event), state);
}
