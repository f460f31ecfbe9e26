import type { Envelope } from '../../contracts/events/envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import type { Outcome } from './outcome.ts';

/** What a handler may know about its delivery. */
export interface HandlingContext {
  /** Milliseconds since the epoch at which the host stops the handler. */
  readonly deadline: number;
  readonly receiveCount: number;
}

/** The envelope of each of some types, as a union that `switch (message.type)` narrows. */
export type EnvelopeOf<Type> = Type extends EventType<infer Name, infer Data> ? Envelope<Name, Data> : never;

/** Handles messages of some types; the same value runs under every source. */
export interface Consumer<Types extends readonly EventType[] = readonly EventType[]> {
  readonly name: string;
  readonly handles: Types;
  /**
   * What it needs of a message: its data in the newest shape, fetched and opened, or the envelope alone, with the data
   * as it travels (of an older version, sealed, or kept elsewhere and then absent). @default 'data'
   */
  readonly reads?: 'data' | 'envelope';
  /** Must be safe to run again for the same message: delivery is at least once. */
  handle(message: EnvelopeOf<Types[number]>, context: HandlingContext): Promise<Outcome>;
}
