import type { Draft } from '../../contracts/events/event-type.ts';
import { type AppendWrites, type RecordedEvents, appendWrites } from './append-writes.ts';
import type { Fold } from './decider.ts';
import type { Loaded } from './loaded-stream.ts';

/** Events for one stream, which must still be as it was read. */
export interface StreamAppend<State = unknown> {
  readonly after: Loaded<unknown>;
  readonly events: readonly Draft[];
  /** The changes that keep the events, once they have ids and are serialised. */
  readonly render: (recorded: RecordedEvents) => Promise<AppendWrites<State>>;
}

/** Events that are to follow a stream as it was read; `version` 0 means that it must not exist. */
export function appendTo<State>(
  fold: Fold<State>,
  { after, events }: { readonly after: Loaded<State>; readonly events: readonly Draft[] },
): StreamAppend<State> {
  return { after, events, render: (recorded) => appendWrites({ fold, after, ...recorded }) };
}
