import type { Write } from '../ports/item-store.ts';
import { isLongerThan } from '../text/is-longer-than.ts';
import type { PersonalSeal } from '../privacy/personal-seal.ts';
import type { Fold } from './decider.ts';
import { type SnapshotText, snapshotText } from './snapshot-text.ts';
import type { Snapshot } from './snapshot.ts';
import { snapshotPieces, staleSnapshotPieces } from './snapshot-pieces.ts';

/** Bytes of a snapshot that a tip may hold, written with every append; a longer one goes to items of its own. */
export const longestSnapshotBytes = 64 * 1024;

/** Bytes of a snapshot that is kept at all: it has to fit one transaction with the append, 4 MB. */
export const longestSpilledSnapshotBytes = 2 * 1024 * 1024;

/** An append that may renew the snapshot. */
export interface SnapshotRequest<State> {
  readonly fold: Fold<State>;
  readonly stream: string;
  readonly old: Snapshot | undefined;
  readonly state: State;
  /** Number of events after the append. */
  readonly version: number;
  /** Number of events that lie in batches after it. */
  readonly base: number;
  /** Whether the commit has room for a snapshot in items of its own. */
  readonly roomy: boolean;
  /** Pseudonyms of those whose sealed data the state may hold. */
  readonly persons: readonly string[];
  /** Seals what is personal in it. @default nothing does */
  readonly personal: PersonalSeal | undefined;
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
export async function nextSnapshot<State>(request: SnapshotRequest<State>): Promise<NextSnapshot> {
  const { fold, state } = request;
  if (fold.snapshot === undefined) {
    return kept;
  }
  const text = JSON.stringify(state);
  const short = !isLongerThan(text, longestSnapshotBytes);
  const reducer = fold.snapshot.version;
  if (!short && (!isDue(request, reducer) || isLongerThan(text, longestSpilledSnapshotBytes))) {
    return kept;
  }
  const written = await snapshotText(request, { reducer, text });
  if (written === undefined) {
    return kept;
  }
  return short ? inTip(request, reducer, written) : inItems(request, reducer, written);
}

type Place = Pick<SnapshotRequest<never>, 'stream' | 'old' | 'version'>;

function inTip(request: Place, reducer: number, { text, ...sealed }: SnapshotText): NextSnapshot {
  const { stream, old, version } = request;
  return {
    snapshot: { reducer, version, kept: text, ...sealed },
    writes: staleSnapshotPieces(stream, old, { reducer, pieces: 0 }),
  };
}

function inItems(request: Place, reducer: number, { text, ...sealed }: SnapshotText): NextSnapshot {
  const { stream, old, version } = request;
  const pieces = snapshotPieces({ stream, reducer }, version, text);
  return {
    snapshot: { reducer, version, kept: { pieces: pieces.length }, ...sealed },
    writes: [...pieces, ...staleSnapshotPieces(stream, old, { reducer, pieces: pieces.length })],
  };
}

const kept: NextSnapshot = { snapshot: undefined, writes: [] };

/**
 * Whether a long state is worth its items: events lie in batches, and no snapshot of this reducer reaches up to the tip.
 *
 * One of a newer reducer is left alone while it does: in a rollout both run, and they would write in turns.
 */
function isDue({ old, base, roomy }: Pick<SnapshotRequest<never>, 'old' | 'base' | 'roomy'>, reducer: number): boolean {
  const reaches = old !== undefined && old.version >= base && old.reducer >= reducer;
  return roomy && base > 0 && !reaches;
}
