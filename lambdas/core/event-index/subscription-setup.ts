import type { KnownTypes } from '../../contracts/events/decode-envelope.ts';
import type { LeaseDependencies } from '../lease/take-lease.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Check, ItemStore, Write } from '../ports/item-store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { IndexReader } from './index-reader.ts';
import type { ReadEvent } from './read-event.ts';

/** What a handler has done with some events. */
export interface Handled {
  /** How many of them it is done with, from the first; at least 1. @default all */
  readonly taken?: number;
  /**
   * Changes of the index's table that happen in the transaction that moves the checkpoint behind those events: exactly
   * once in effect. @default none
   */
  readonly writes?: readonly (Write | Check)[];
}

/** What a handler may know about its events. */
export interface ReadingContext {
  /**
   * Whether they are read again, or were there before the subscription: whoever sends or charges anything must not do
   * so then.
   */
  readonly replay: boolean;
}

/** How long a run may last, and who hears of it. */
export interface SubscriptionRunOptions {
  /** Milliseconds since the epoch, from which on nothing new is begun. */
  readonly deadline: number;
  /** Called whenever a checkpoint has moved. @default nobody hears */
  readonly moved?: (checkpoint: { readonly partition: string; readonly position: number }) => void;
}

/** A subscription with what it works with, every default in place. */
export interface SubscriptionSetup {
  readonly name: string;
  readonly handle: (events: readonly ReadEvent[], context: ReadingContext) => Promise<Handled>;
  readonly types: KnownTypes;
  readonly reader: IndexReader;
  readonly startsAt: 'beginning' | 'head';
  readonly replay: boolean | undefined;
  readonly payloads: PayloadSource;
  readonly items: ItemStore;
  readonly telemetry: Telemetry;
  readonly clock: LeaseDependencies['clock'];
  readonly ids: LeaseDependencies['ids'];
  readonly leaseSeconds: number;
  readonly partitionsAtOnce: number;
  readonly eventsAtOnce: number;
}
