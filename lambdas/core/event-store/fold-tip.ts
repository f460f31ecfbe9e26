import { safeParse } from 'zod/v4/core';
import { knownTypes } from '../../contracts/events/decode-envelope.ts';
import { decodeAll } from '../payload/decode-all.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Fold } from './decider.ts';
import { evolveAll } from './evolve-all.ts';
import { readEvents } from './read-events.ts';
import type { Tip } from './tip.ts';

/** The state of a stream from its tip: the snapshot and what came after it, or every event. */
export async function foldTip<State>(request: {
  readonly items: Pick<ItemStore, 'query'>;
  readonly fold: Fold<State>;
  readonly stream: string;
  readonly tip: Tip;
  readonly payloads: PayloadSource;
}): Promise<State> {
  const { items, fold, stream, tip, payloads } = request;
  const types = knownTypes(fold.events);
  const folded = async (state: State, events: readonly string[]): Promise<State> =>
    evolveAll(fold, state, await decodeAll(events, types, payloads));
  const kept = trusted(fold, tip);
  if (kept !== undefined) {
    return folded(kept.state, tip.events.slice(kept.version - tip.base));
  }
  return folded(fold.initial, tip.base === 0 ? tip.events : await readEvents({ items, stream, tip }));
}

/** The snapshot, if it was made by this very reducer, still has the state's shape and reaches into the tip. */
function trusted<State>(fold: Fold<State>, { snapshot, base }: Tip): { state: State; version: number } | undefined {
  if (fold.snapshot?.version !== snapshot?.reducer || fold.snapshot === undefined || snapshot === undefined) {
    return undefined;
  }
  const parsed = safeParse(fold.snapshot.schema, JSON.parse(snapshot.state));
  return parsed.success && snapshot.version >= base ? { state: parsed.data, version: snapshot.version } : undefined;
}
