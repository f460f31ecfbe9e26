import { safeParse } from 'zod/v4/core';
import { knownTypes } from '../../contracts/events/decode-envelope.ts';
import { decodeAll } from '../payload/decode-all.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Fold } from './decider.ts';
import { evolveAll } from './evolve-all.ts';
import type { Loaded } from './loaded-stream.ts';
import { readEvents } from './read-events.ts';
import type { Snapshot } from './snapshot.ts';
import { readSnapshotPieces } from './snapshot-pieces.ts';
import { openedSnapshot } from './snapshot-text.ts';
import type { Tip } from './tip.ts';

/** What folding a tip works with. */
export interface FoldTipRequest<State> {
  readonly items: Pick<ItemStore, 'query'>;
  readonly fold: Fold<State>;
  readonly stream: string;
  readonly tip: Tip;
  readonly payloads: PayloadSource;
}

/**
 * A stream from its tip: its snapshot and what came after it, or every event.
 *
 * A snapshot that this reducer does not trust is not in the tip that it answers, so the next append renews it.
 */
export async function foldTip<State>(request: FoldTipRequest<State>): Promise<Loaded<State>> {
  const { items, fold, stream, tip, payloads } = request;
  const folded = async (state: State, events: readonly string[]): Promise<State> =>
    events.length === 0 ? state : evolveAll(fold, state, await decodeAll(events, knownTypes(fold.events), payloads));
  const kept = await trusted(request);
  if (kept !== undefined) {
    return { stream, tip, state: await folded(kept.state, tip.events.slice(kept.version - tip.base)) };
  }
  const events = tip.base === 0 ? tip.events : await readEvents({ items, stream, tip });
  return { stream, tip: withoutOwnSnapshot(fold, tip), state: await folded(fold.initial, events) };
}

/** The snapshot, if it was made by this very reducer, still has the state's shape and reaches into the tip. */
async function trusted<State>(request: FoldTipRequest<State>): Promise<{ state: State; version: number } | undefined> {
  const {
    fold,
    tip: { snapshot, base },
  } = request;
  if (fold.snapshot === undefined || fold.snapshot.version !== snapshot?.reducer || snapshot.version < base) {
    return undefined;
  }
  const text = await textOf(request, snapshot);
  const parsed = text === undefined ? undefined : safeParse(fold.snapshot.schema, JSON.parse(text));
  return parsed?.success === true ? { state: parsed.data, version: snapshot.version } : undefined;
}

async function textOf(
  { items, stream, payloads }: FoldTipRequest<unknown>,
  { kept, ...facts }: Snapshot,
): Promise<string | undefined> {
  const text = typeof kept === 'string' ? kept : await readSnapshotPieces(items, stream, { ...facts, ...kept });
  return text === undefined ? undefined : openedSnapshot({ stream, personal: payloads?.personal }, facts, text);
}

function withoutOwnSnapshot({ snapshot: own }: Fold<unknown>, tip: Tip): Tip {
  return own !== undefined && own.version === tip.snapshot?.reducer ? { ...tip, snapshot: undefined } : tip;
}
