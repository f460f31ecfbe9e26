import type { ItemValue } from '../ports/item-store.ts';

/** A state of a stream as one reducer made it: beside the events in the tip, or in items of its own. */
export interface Snapshot {
  /** The version of the reducer; another one never trusts it. */
  readonly reducer: number;
  /** Number of events that it was made of. */
  readonly version: number;
  /** The state as JSON, or in how many items its text lies. */
  readonly kept: string | { readonly pieces: number };
}

/** A snapshot as the tip's attribute. */
export function snapshotAttribute({ reducer, version, kept }: Snapshot): ItemValue {
  return { reducer, version, ...(typeof kept === 'string' ? { state: kept } : kept) };
}

/** Reads the tip's attribute; undefined for anything else. */
export function snapshotOf(value: ItemValue | undefined): Snapshot | undefined {
  if (typeof value !== 'object' || !('reducer' in value)) {
    return undefined;
  }
  const { reducer, version, state, pieces } = value;
  const kept = typeof state === 'string' ? state : typeof pieces === 'number' ? { pieces } : undefined;
  return typeof reducer === 'number' && typeof version === 'number' && kept !== undefined
    ? { reducer, version, kept }
    : undefined;
}
