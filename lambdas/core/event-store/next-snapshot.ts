import type { Write } from '../ports/item-store.ts';
import { isLongerThan } from '../text/is-longer-than.ts';
import type { SnapshotOptions } from './decider.ts';
import type { Snapshot } from './snapshot.ts';
import { snapshotPieces, staleSnapshotPieces } from './snapshot-pieces.ts';

/** Bytes of a snapshot that a tip may hold, written with every append; a longer one goes to items of its own. */
export const longestSnapshotBytes = 64 * 1024;

/** Bytes of a snapshot that is kept at all: it has to fit one transaction with the append, 4 MB. */
export const longestSpilledSnapshotBytes = 2 * 1024 * 1024;

/** An append that may renew the snapshot. */
export interface SnapshotRequest<State> {
  readonly options: SnapshotOptions<State> | undefined;
  readonly stream: string;
  readonly old: Snapshot | undefined;
  readonly state: State;
  /** Number of events after the append. */
  readonly version: number;
  /** Number of events that lie in batches after it. */
  readonly base: number;
  /** Whether the commit has room for a snapshot in items of its own. */
  readonly roomy: boolean;
}

/** The snapshot after an append, undefined when the old one stays; and the writes beside the tip. */
export interface NextSnapshot {
  readonly snapshot: Snapshot | undefined;
  readonly writes: readonly Write[];
}

/**
 * Decides what becomes of a stream's snapshot with an append.
 *
 * A short state is written with every append: it costs no request. One over {@link longestSnapshotBytes} is written
 * only when events must be read from batches without it, so about once for each 32 KiB of events, when the tip calves:
 * 2 write units for each KB of it, being in a transaction. It is read with the tip and one query.
 */
export function nextSnapshot<State>(request: SnapshotRequest<State>): NextSnapshot {
  const { options, stream, old, state, version } = request;
  if (options === undefined) {
    return kept;
  }
  const text = JSON.stringify(state);
  const reducer = options.version;
  if (!isLongerThan(text, longestSnapshotBytes)) {
    const writes = staleSnapshotPieces(stream, old, { reducer, pieces: 0 });
    return { snapshot: { reducer, version, kept: text }, writes };
  }
  if (!isDue(request, reducer) || isLongerThan(text, longestSpilledSnapshotBytes)) {
    return kept;
  }
  const pieces = snapshotPieces({ stream, reducer }, version, text);
  return {
    snapshot: { reducer, version, kept: { pieces: pieces.length } },
    writes: [...pieces, ...staleSnapshotPieces(stream, old, { reducer, pieces: pieces.length })],
  };
}

const kept: NextSnapshot = { snapshot: undefined, writes: [] };

/**
 * Whether a long state is worth its items: events lie in batches, and no snapshot of this reducer reaches up to the tip.
 *
 * One of a newer reducer is left alone while it does: in a rollout both run, and they would write in turns.
 */
function isDue({ old, base, roomy }: SnapshotRequest<unknown>, reducer: number): boolean {
  const reaches = old !== undefined && old.version >= base && old.reducer >= reducer;
  return roomy && base > 0 && !reaches;
}
