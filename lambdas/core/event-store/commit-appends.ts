import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Cause } from '../outbox/message-writer.ts';
import { type OutboxCommit, outboxAdditions } from '../outbox/outbox-commit.ts';
import type { OutboxDispatch } from '../outbox/outbox-dispatch.ts';
import type { Attributes, Check, Item, ItemStore, Write } from '../ports/item-store.ts';
import { type CommitResult, createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
import type { AppendWrites, RecordedEvents } from './append-writes.ts';
import type { Loaded } from './loaded-stream.ts';
import { type RecordingDependencies, recordedEvents } from './recorded-events.ts';
import type { StreamAppend } from './stream-append.ts';
import { tipKey } from './tip.ts';

/** What committing appends works with. */
export interface CommitAppendsDependencies extends RecordingDependencies {
  readonly items: ItemStore;
  /** Publishes what was committed at once. @default the relay does */
  readonly dispatch?: OutboxDispatch;
}

/** One stream after its append. */
export interface AppendedStream<State = unknown> {
  readonly stream: Loaded<State>;
  readonly events: readonly Envelope[];
}

/** A stream that had moved on, with its tip as it is. */
export interface MovedStream {
  readonly name: string;
  readonly tip: Item | undefined;
}

/** All appended, in their order; or these streams had moved on; or some changes alongside were refused. */
export type CommittedAppends<State> =
  | { readonly kind: 'appended'; readonly streams: readonly AppendedStream<State>[] }
  | { readonly kind: 'conflict'; readonly moved: readonly MovedStream[] }
  | { readonly kind: 'refused'; readonly alongside: readonly number[] };

/** What is committed together. */
export interface AppendsTogether<State = unknown> {
  readonly appends: readonly StreamAppend<State>[];
  readonly cause: Cause | undefined;
  /** Changes of other items in the same transaction. @default none */
  readonly alongside?: readonly (Write | Check)[];
}

/**
 * Commits appends to any number of streams, all or none: one write for one stream that needs no other change, else one
 * transaction.
 *
 * @throws PipelineError `input-invalid` when a stream is named twice; else as a unit of work does.
 */
export async function commitAppends<State>(
  dependencies: CommitAppendsDependencies,
  { appends, cause, alongside = [] }: AppendsTogether<State>,
): Promise<CommittedAppends<State>> {
  refuseTwice(appends);
  const roomy = appends.length === 1 && alongside.length <= mostAlongsideSnapshot;
  const rendered = await Promise.all(appends.map((append) => render(dependencies, { append, cause, roomy })));
  const unit = createUnitOfWork(dependencies);
  for (const { writes } of rendered) {
    unit.change(writes.tip);
    unit.add(...writes.beside);
  }
  unit.add(...alongside);
  const result = await unit.commit();
  return result.ok
    ? { kind: 'appended', streams: rendered.map((one) => appended(one, result.outboxes)) }
    : refusal(dependencies, rendered, result.refused);
}

/** Changes alongside, of the 100 of a transaction, that leave room for a snapshot in items of its own. */
const mostAlongsideSnapshot = 50;

interface RenderedAppend<State> {
  readonly append: StreamAppend<State>;
  readonly recorded: RecordedEvents;
  readonly writes: AppendWrites<State>;
}

async function render<State>(
  dependencies: CommitAppendsDependencies,
  {
    append,
    cause,
    roomy,
  }: { readonly append: StreamAppend<State>; readonly cause: Cause | undefined; readonly roomy: boolean },
): Promise<RenderedAppend<State>> {
  const recorded = { ...(await recordedEvents(dependencies, { drafts: append.events, cause })), roomy };
  return { append, recorded, writes: await append.render(recorded) };
}

/** What was committed counts as waiting, also when it is published by now: that is on the safe side. */
function appended<State>(
  { append, recorded, writes }: RenderedAppend<State>,
  outboxes: readonly OutboxCommit[],
): AppendedStream<State> {
  const { stream, tip } = writes.loaded;
  const added = outboxes.filter(({ key }) => key.partition === stream).map(outboxAdditions);
  const waiting = Object.assign({}, append.after.tip.waiting, ...added) as Attributes;
  return { stream: { ...writes.loaded, tip: { ...tip, waiting } }, events: recorded.envelopes };
}

/** Says which streams had moved on or, when none had, which changes alongside were refused. */
async function refusal(
  { items }: CommitAppendsDependencies,
  rendered: readonly RenderedAppend<unknown>[],
  refused: Extract<CommitResult, { ok: false }>['refused'],
): Promise<Exclude<CommittedAppends<never>, { readonly kind: 'appended' }>> {
  const moved: MovedStream[] = [];
  let first = 0;
  for (const { append, writes } of rendered) {
    const next = first + 1 + writes.beside.length;
    const own = refused.find(({ index }) => index >= first && index < next);
    if (own !== undefined) {
      const name = append.after.stream;
      // The tip is the first change of its stream; only its refusal carries the stream's current state.
      moved.push({ name, tip: own.index === first ? own.current : await items.get(tipKey(name)) });
    }
    first = next;
  }
  return moved.length > 0
    ? { kind: 'conflict', moved }
    : { kind: 'refused', alongside: refused.map(({ index }) => index - first) };
}

function refuseTwice(appends: readonly StreamAppend[]): void {
  const names = appends.map(({ after }) => after.stream);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new PipelineError(`the streams of one append must differ, got "${twice}" twice`, { code: 'input-invalid' });
  }
}
