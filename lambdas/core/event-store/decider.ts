import type { $ZodType } from 'zod/v4/core';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft, EventType } from '../../contracts/events/event-type.ts';
import type { EnvelopeOf } from '../consume/consumer.ts';

/**
 * What a command leads to: events (none: it had its effect before), or replies that were given before and are given
 * again, or nothing ever, for a reason.
 */
export type Decision =
  | { readonly kind: 'events'; readonly events: readonly Draft[] }
  | { readonly kind: 'again'; readonly replies: readonly Draft[] }
  | { readonly kind: 'impossible'; readonly reason: string };

/** These events happened. */
export function happened(...events: readonly Draft[]): Decision {
  return { kind: 'events', events };
}

/** The command had its effect before. */
export function nothingNew(): Decision {
  return { kind: 'events', events: [] };
}

/**
 * The command had its effect before, but whoever sent it does not know: these replies are published once more, caused by
 * this command, and the stream stays as it is.
 */
export function again(...replies: readonly Draft[]): Decision {
  return { kind: 'again', replies };
}

/** The command can never be carried out; it is parked with the reason. */
export function impossible(reason: string): Decision {
  return { kind: 'impossible', reason };
}

/** How a stream's events become its state. */
export interface Fold<State, Events extends readonly EventType[] = readonly EventType[]> {
  /** First word of the stream's name, and the store its consumer declares. */
  readonly category: string;
  readonly initial: State;
  /** Every type the stream can hold. */
  readonly events: Events;
  /** Must be pure; `event.data` has the newest shape of its type. */
  evolve(state: State, event: EnvelopeOf<Events[number]>): State;
  /**
   * Keeps the state beside the events so that loading folds few of them, up to 2 MiB of JSON. Where a pipeline seals
   * personal data, the state of a stream about one person is sealed for that person, and one about several is not kept.
   *
   * @default no snapshot
   */
  readonly snapshot?: SnapshotOptions<State>;
}

/** How a state is kept. */
export interface SnapshotOptions<State> {
  /** Raise it whenever `evolve` changes: a snapshot of another version is never trusted. */
  readonly version: number;
  readonly schema: $ZodType<State>;
}

/** The rules of one aggregate: commands in, events out, no I/O. */
export interface Decider<
  State,
  Commands extends readonly EventType[] = readonly EventType[],
  Events extends readonly EventType[] = readonly EventType[],
> extends Fold<State, Events> {
  readonly commands: Commands;
  /** Commands that usually begin a stream: tried without reading first. @default none */
  readonly creates?: readonly EventType[];
  /** Must be pure. */
  decide(state: State, command: EnvelopeOf<Commands[number]>): Decision;
}

/** The name of the stream that a message belongs to. */
export function streamOf(fold: Pick<Fold<unknown>, 'category'>, message: Pick<Envelope, 'subject'>): string {
  return `${fold.category}-${message.subject}`;
}
