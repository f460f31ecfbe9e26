import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Backoff } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore, TransactionResult } from '../ports/item-store.ts';
import { type IndexRun, pageAttributes, pageKey } from './index-page.ts';
import { movePointer, pointerVersion } from './index-pointer.ts';
import { lastPage } from './index-reader.ts';
import { isAtHand, withNextEvents } from './missing-events.ts';
import { nextPage, withoutRuns } from './next-page.ts';
import type { StreamWork } from './stream-work.ts';

/** What indexing works with. */
export interface IndexWorksDependencies {
  readonly items: Pick<ItemStore, 'query' | 'transact'>;
  readonly source: Pick<ItemStore, 'get' | 'query'>;
  readonly clock: Clock;
  readonly backoff: Backoff;
  /** Where partitions ended when they were last seen. */
  readonly heads: Map<string, number>;
}

/** A stream whose events did not get their place, and why. */
export interface UnindexedStream {
  readonly stream: string;
  readonly sequence: string;
  readonly cause: unknown;
}

/** What became of the streams of one partition. */
export interface IndexedWorks {
  readonly events: number;
  /** Those that a repetition can index. */
  readonly failed: readonly UnindexedStream[];
  /** Those that cannot be indexed as they are. */
  readonly left: readonly UnindexedStream[];
}

/** Pages that another writer was faster with, one after the other, before a batch is given back. */
export const pageConflictLimit = 20;

/** Indexes some streams of one partition, page by page; each page is one transaction with the pointers of its streams. */
export async function indexWorks(
  dependencies: IndexWorksDependencies,
  { partition, works }: { readonly partition: string; readonly works: readonly StreamWork[] },
): Promise<IndexedWorks> {
  const left: UnindexedStream[] = [];
  let waiting = works;
  let events = 0;
  let conflicts = 0;
  try {
    for (waiting = withoutRuns(waiting, []); waiting.length > 0;) {
      waiting = await withMissing(dependencies, waiting, left);
      const step = await writePage(dependencies, { partition, works: waiting, left });
      waiting = step.waiting;
      events += step.events;
      conflicts = step.conflict ? conflicts + 1 : 0;
      await pauseFor(dependencies, partition, conflicts);
    }
    return { events, failed: [], left };
  } catch (cause) {
    return { events, left, failed: waiting.map(({ stream, sequence }) => ({ stream, sequence, cause })) };
  }
}

async function pauseFor({ backoff }: IndexWorksDependencies, partition: string, conflicts: number): Promise<void> {
  if (conflicts === pageConflictLimit) {
    throw new PipelineError(`the end of "${partition}" must be found within ${conflicts} tries`, {
      code: 'store-conflict',
      retryable: true,
    });
  }
  if (conflicts > 0) {
    await backoff.wait(conflicts);
  }
}

/** Reads the events from their streams that lie between what is indexed and what is at hand. */
async function withMissing(
  { source }: IndexWorksDependencies,
  works: readonly StreamWork[],
  left: UnindexedStream[],
): Promise<readonly StreamWork[]> {
  const whole: StreamWork[] = [];
  for (const work of works) {
    const { stream, sequence } = work;
    try {
      whole.push(isAtHand(work) ? work : await withNextEvents(source, work));
    } catch (cause) {
      if (isRetryable(cause)) {
        throw cause;
      }
      left.push({ stream, sequence, cause });
    }
  }
  return whole;
}

interface PageStep {
  readonly waiting: readonly StreamWork[];
  readonly events: number;
  /** Whether another writer has written the page. */
  readonly conflict: boolean;
}

interface PageRequest {
  readonly partition: string;
  readonly works: readonly StreamWork[];
  readonly left: UnindexedStream[];
}

async function writePage(dependencies: IndexWorksDependencies, request: PageRequest): Promise<PageStep> {
  const { partition, works } = request;
  const runs = nextPage(works);
  if (runs.length === 0) {
    return { waiting: [], events: 0, conflict: false };
  }
  const first = (await headOf(dependencies, partition)) + 1;
  const events = runs.reduce((sum, run) => sum + run.events.length, 0);
  const result = await transactPage(dependencies, { ...request, runs, first, last: first + events - 1 });
  if (result === undefined) {
    return { waiting: works.filter(({ stream }) => stream !== runs[0]?.stream), events: 0, conflict: false };
  }
  if (result.ok) {
    dependencies.heads.set(partition, first + events - 1);
    return { waiting: withoutRuns(works, runs), events, conflict: false };
  }
  const conflict = result.refused.some(({ index }) => index === 0);
  if (conflict) {
    dependencies.heads.delete(partition);
  }
  return { waiting: corrected(works, runs, result), events: 0, conflict };
}

async function headOf({ items, heads }: IndexWorksDependencies, partition: string): Promise<number> {
  const known = heads.get(partition) ?? (await lastPage(items, partition))?.last ?? 0;
  heads.set(partition, known);
  return known;
}

/** The page and the pointers of its streams, all or none; undefined when it is the stream's event that is too long. */
async function transactPage(
  { items, clock }: IndexWorksDependencies,
  page: PageRequest & { readonly runs: readonly IndexRun[]; readonly first: number; readonly last: number },
): Promise<TransactionResult | undefined> {
  const { partition, works, runs, first, last, left } = page;
  try {
    return await items.transact([
      {
        kind: 'put',
        key: pageKey(partition, first),
        attributes: pageAttributes({ last, at: clock.now(), runs }),
        when: [{ item: 'absent' }],
      },
      ...runs.map(({ stream, version, events }) =>
        movePointer(stream, { from: version - 1, to: version + events.length - 1 }),
      ),
    ]);
  } catch (cause) {
    const [run] = runs;
    const work = works.find(({ stream }) => stream === run?.stream);
    if (isRetryable(cause) || work === undefined || runs.length > 1) {
      throw cause;
    }
    left.push({ stream: work.stream, sequence: work.sequence, cause });
    return undefined;
  }
}

/** The works with what the refused pointers have told: what others have indexed meanwhile, or what is still missing. */
function corrected(
  works: readonly StreamWork[],
  runs: readonly IndexRun[],
  { refused }: Extract<TransactionResult, { ok: false }>,
): readonly StreamWork[] {
  const told = new Map(
    refused.flatMap(({ index, current }) => {
      const run = runs[index - 1];
      return run === undefined ? [] : [[run.stream, pointerVersion(current)] as const];
    }),
  );
  return works
    .map((work) => ({ ...work, indexed: told.get(work.stream) ?? work.indexed }))
    .filter((work) => work.indexed < work.target);
}

function isRetryable(cause: unknown): boolean {
  return cause instanceof PipelineError && cause.retryable;
}
