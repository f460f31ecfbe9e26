import type { Attributes, ItemValue } from '../ports/item-store.ts';

/** A state of a stream as one reducer made it: beside the events in the tip, or in items of its own. */
export interface Snapshot {
  /** The version of the reducer; another one never trusts it. */
  readonly reducer: number;
  /** Number of events that it was made of. */
  readonly version: number;
  /** The state as JSON, or in how many items its text lies. */
  readonly kept: string | { readonly pieces: number };
  /** The pseudonym of the person for whom the text is sealed. @default it is not */
  readonly subject?: string;
}

/** A snapshot as the tip's attribute. */
export function snapshotAttribute({ kept, ...facts }: Snapshot): ItemValue {
  return { ...facts, ...(typeof kept === 'string' ? { state: kept } : kept) };
}

/** Reads the tip's attribute; undefined for anything else. */
export function snapshotOf(value: ItemValue | undefined): Snapshot | undefined {
  if (typeof value !== 'object' || Array.isArray(value) || !('reducer' in value)) {
    return undefined;
  }
  const { reducer, version, subject } = value;
  const kept = keptIn(value);
  const sealed = typeof subject === 'string' ? { subject } : {};
  return typeof reducer === 'number' && typeof version === 'number' && kept !== undefined
    ? { reducer, version, kept, ...sealed }
    : undefined;
}

function keptIn({ state, pieces }: Attributes): Snapshot['kept'] | undefined {
  if (typeof state === 'string') {
    return state;
  }
  return typeof pieces === 'number' ? { pieces } : undefined;
}
