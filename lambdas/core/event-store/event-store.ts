import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import type { Cause } from '../outbox/message-writer.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Check, Write } from '../ports/item-store.ts';
import {
  type AppendedStream,
  type AppendsTogether,
  type CommitAppendsDependencies,
  commitAppends,
} from './commit-appends.ts';
import type { Fold } from './decider.ts';
import { foldTip } from './fold-tip.ts';
import type { Loaded } from './loaded-stream.ts';
import { type Replies, replyAgain } from './reply-again.ts';
import { appendTo } from './stream-append.ts';
import { type Tip, tipKey, tipOf } from './tip.ts';

/** What to append to a stream. */
export interface Append<State> {
  /** The stream must still be as it was here; `version` 0 means that it must not exist. */
  readonly after: Loaded<State>;
  readonly events: readonly Draft[];
  readonly cause: Cause | undefined;
  /** Changes of other items that happen in the same transaction. @default none */
  readonly alongside?: readonly (Write | Check)[];
}

/** Appended, or the stream had moved on, or (by their index) some changes alongside were refused. */
export type AppendResult<State> =
  | { readonly kind: 'appended'; readonly stream: Loaded<State>; readonly events: readonly Envelope[] }
  | { readonly kind: 'conflict'; readonly stream: Loaded<State> }
  | { readonly kind: 'refused'; readonly alongside: readonly number[] };

/** All appended, in the order of the request; or the named streams had moved on; or (by their index) some changes alongside were refused. */
export type AppendAllResult =
  | { readonly kind: 'appended'; readonly streams: readonly AppendedStream[] }
  | { readonly kind: 'conflict'; readonly streams: readonly string[] }
  | { readonly kind: 'refused'; readonly alongside: readonly number[] };

/** Streams of events with optimistic concurrency; each append is one write that holds its outbox too. */
export interface EventStore {
  /**
   * One read, and one query more when the snapshot is too long for the tip; a stream whose older events were calved off
   * is read whole unless its snapshot reaches into the tip.
   */
  load<State>(fold: Fold<State>, stream: string): Promise<Loaded<State>>;
  /** One write; a transaction when the tip calves, a long snapshot is due or other items change alongside. */
  append<State>(fold: Fold<State>, append: Append<State>): Promise<AppendResult<State>>;
  /**
   * Appends to several streams, all or none, in one transaction: `appendTo(order, ...)`, `appendTo(invoice, ...)`.
   *
   * @throws PipelineError `input-invalid` when a stream is named twice, `store-limit` when a transaction cannot hold it.
   */
  appendAll(together: AppendsTogether): Promise<AppendAllResult>;
  /**
   * Publishes replies that stand in a stream already once more, caused by another command; the stream stays as it is.
   *
   * One write, whatever became of the stream meanwhile; false when this command was answered so before.
   */
  reply(after: Loaded<unknown>, again: Replies): Promise<boolean>;
}

/** What an event store works with. */
export interface EventStoreDependencies extends CommitAppendsDependencies {
  /** Where data lies that was put aside. @default such an event cannot be read */
  readonly payloads?: PayloadSource;
}

/** Creates an event store over a store of items. */
export function createEventStore(dependencies: EventStoreDependencies): EventStore {
  const { items, personal } = dependencies;
  const payloads = personal === undefined ? dependencies.payloads : { ...dependencies.payloads, personal };
  const read = <State>(fold: Fold<State>, stream: string, tip: Tip): Promise<Loaded<State>> =>
    foldTip({ items, fold, stream, tip, payloads });
  return {
    load: async (fold, stream) => read(fold, stream, tipOf(await items.get(tipKey(stream)))),
    async append(fold, { after, events, cause, alongside }) {
      const appends = [appendTo(fold, { after, events })];
      const result = await commitAppends(dependencies, { appends, cause, ...(alongside && { alongside }) });
      switch (result.kind) {
        case 'appended':
          return { kind: 'appended', ...only(result.streams) };
        case 'conflict':
          return { kind: 'conflict', stream: await read(fold, after.stream, tipOf(only(result.moved).tip)) };
        case 'refused':
          return result;
      }
    },
    async appendAll(together) {
      const result = await commitAppends(dependencies, together);
      return result.kind === 'conflict' ? { kind: 'conflict', streams: result.moved.map(({ name }) => name) } : result;
    },
    reply: (after, again) => replyAgain(dependencies, after, again),
  };
}

/** What came of the one append. */
function only<Result>(results: readonly Result[]): Result {
  const [result] = results;
  if (result === undefined) {
    throw new PipelineError('an append must come to one result, got none', { code: 'stream-gap' });
  }
  return result;
}
