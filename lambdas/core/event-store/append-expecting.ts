import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import type { Cause } from '../outbox/message-writer.ts';
import type { Backoff } from '../ports/backoff.ts';
import { conflictLimit } from './command-consumer.ts';
import type { Fold } from './decider.ts';
import type { AppendResult, EventStore } from './event-store.ts';
import { type Loaded, emptyStream } from './loaded-stream.ts';

/**
 * How a stream must be when events are appended: `none` when it must not exist, `exists` with whatever version, a number
 * for exactly so many events, `any` however it is.
 */
export type ExpectedVersion = number | 'any' | 'exists' | 'none';

/** Events for a stream of which the writer knows at most the version. */
export interface ExpectingAppend {
  readonly stream: string;
  readonly expects: ExpectedVersion;
  readonly events: readonly Draft[];
  readonly cause: Cause | undefined;
}

/** What an expecting append works with. */
export interface ExpectingDependencies {
  readonly events: EventStore;
  readonly backoff: Backoff;
}

/**
 * Appends when the stream is as expected; a conflict carries the stream as it is.
 *
 * `any` and `exists` do not care who was faster, so they try again with full jitter, {@link conflictLimit} times at most.
 * `none` costs no read. Whatever is expected, versions have no gap: each try follows the version it has read.
 *
 * @throws PipelineError `input-invalid` unless a number is an integer of at least 0; else as the event store does.
 */
export async function appendExpecting<State>(
  { events: store, backoff }: ExpectingDependencies,
  fold: Fold<State>,
  request: ExpectingAppend,
): Promise<AppendResult<State>> {
  const { stream, expects, events, cause } = request;
  refuseOdd(expects);
  let after = isNone(expects) ? emptyStream(fold, stream) : await store.load(fold, stream);
  for (let attempt = 1; ; attempt += 1) {
    if (!isAsExpected(after, expects)) {
      return { kind: 'conflict', stream: after };
    }
    const result = await store.append(fold, { after, events, cause });
    if (result.kind !== 'conflict' || attempt === conflictLimit) {
      return result;
    }
    after = result.stream;
    await backoff.wait(attempt);
  }
}

function isNone(expects: ExpectedVersion): boolean {
  return expects === 'none' || expects === 0;
}

function isAsExpected({ tip: { version } }: Loaded<unknown>, expects: ExpectedVersion): boolean {
  switch (expects) {
    case 'any':
      return true;
    case 'exists':
      return version > 0;
    case 'none':
      return version === 0;
    default:
      return version === expects;
  }
}

function refuseOdd(expects: ExpectedVersion): void {
  if (typeof expects === 'number' && (!Number.isSafeInteger(expects) || expects < 0)) {
    throw new PipelineError(`an expected version must be an integer of at least 0, got ${expects}`, {
      code: 'input-invalid',
    });
  }
}
