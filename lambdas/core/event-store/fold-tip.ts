import { safeParse } from 'zod/v4/core';
import { knownTypes } from '../../contracts/events/decode-envelope.ts';
import { decodeAll } from '../payload/decode-all.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Fold, SnapshotOptions } from './decider.ts';
import { evolveAll } from './evolve-all.ts';
import type { Loaded } from './loaded-stream.ts';
import { personsIn } from './persons-in.ts';
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
  const kept = await trusted(request);
  const from = kept ?? { state: fold.initial, persons: [] };
  const texts = kept === undefined ? await allEvents(items, stream, tip) : tip.events.slice(kept.version - tip.base);
  const events = texts.length === 0 ? [] : await decodeAll(texts, knownTypes(fold.events), payloads);
  return {
    stream,
    tip: kept === undefined ? withoutOwnSnapshot(fold, tip) : tip,
    state: evolveAll(fold, from.state, events),
    persons: personsIn(events, from.persons),
  };
}

async function allEvents(items: Pick<ItemStore, 'query'>, stream: string, tip: Tip): Promise<readonly string[]> {
  return tip.base === 0 ? tip.events : readEvents({ items, stream, tip });
}

interface Trusted<State> {
  readonly state: State;
  readonly version: number;
  readonly persons: readonly string[];
}

/** The snapshot, if it was made by this very reducer, still has the state's shape and reaches into the tip. */
async function trusted<State>(request: FoldTipRequest<State>): Promise<Trusted<State> | undefined> {
  const {
    fold: { snapshot: options },
    tip: { snapshot, base },
  } = request;
  if (options === undefined || options.version !== snapshot?.reducer || snapshot.version < base) {
    return undefined;
  }
  const text = await textOf(request, snapshot);
  const state = text === undefined ? undefined : stateIn(options, text);
  const { version, subject } = snapshot;
  return state && { ...state, version, persons: subject === undefined ? [] : [subject] };
}

function stateIn<State>({ schema }: SnapshotOptions<State>, text: string): Pick<Trusted<State>, 'state'> | undefined {
  const parsed = safeParse(schema, JSON.parse(text));
  return parsed.success ? { state: parsed.data } : undefined;
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
