import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { ReadEvent } from '../event-index/read-event.ts';
import type { Handled, ReadingContext } from '../event-index/subscription-setup.ts';
import { storableBytes } from '../item-size/storable-bytes.ts';
import { storeLimits } from '../item-size/store-limits.ts';
import { type MergedRow, mergedWith, rowWrite, unchangedRow } from './merged-row.ts';
import type { Projection } from './projection.ts';
import type { RowChange } from './row-change.ts';
import { type ViewGeneration, rowKey } from './view-key.ts';

/** Rows that change together: a transaction takes 100 items, and one is the checkpoint. */
export const rowsAtOnce = storeLimits.transactionActions - 1;

/** Upper bound of the bytes that rows change by together. */
const bytesAtOnce = storeLimits.transactionBytes / 2;

/**
 * What some events come to in the rows of a view: as many events as fit one transaction, each row once.
 *
 * @throws PipelineError `store-limit` when the first event alone changes more rows than a transaction takes; and what
 * the projection throws for the first event.
 */
export function projectEvents(
  { project, view }: { readonly project: Projection['project']; readonly view: ViewGeneration },
  events: readonly ReadEvent[],
  { replay }: ReadingContext,
): Handled {
  const rows = new Map<string, MergedRow>();
  let taken = 0;
  let bytes = 0;
  for (const { stream, version, envelope } of events) {
    const changes = attempt(() => project(envelope, { stream, version, replay }), taken > 0);
    const merged = changes && attempt(() => mergedChanges(rows, changes), taken > 0);
    if (changes === undefined || merged === undefined) {
      break;
    }
    bytes += changes.reduce((sum, change) => sum + boundOf(change), 0);
    if (!hasRoom({ rows, merged, bytes })) {
      break;
    }
    for (const [row, change] of merged) {
      rows.set(row, change);
    }
    taken += 1;
  }
  if (taken === 0) {
    throw new PipelineError(`an event must change at most ${rowsAtOnce} rows of a view`, { code: 'store-limit' });
  }
  return { taken, writes: [...rows].flatMap(([row, merged]) => rowWrite(rowKey(view, row), merged) ?? []) };
}

/** What fails behind other events ends the batch before it; it fails by itself in the next one. */
function attempt<Result>(run: () => Result, mayWait: boolean): Result | undefined {
  try {
    return run();
  } catch (cause) {
    if (mayWait) {
      return undefined;
    }
    throw cause;
  }
}

function mergedChanges(
  rows: ReadonlyMap<string, MergedRow>,
  changes: readonly RowChange[],
): ReadonlyMap<string, MergedRow> {
  const merged = new Map<string, MergedRow>();
  for (const change of changes) {
    const { row } = change;
    merged.set(row, mergedWith(merged.get(row) ?? rows.get(row) ?? unchangedRow, change));
  }
  return merged;
}

function hasRoom(request: {
  readonly rows: ReadonlyMap<string, MergedRow>;
  readonly merged: ReadonlyMap<string, MergedRow>;
  readonly bytes: number;
}): boolean {
  const { rows, merged, bytes } = request;
  const added = [...merged.keys()].filter((row) => !rows.has(row)).length;
  return rows.size + added <= rowsAtOnce && (rows.size === 0 || bytes <= bytesAtOnce);
}

/** What a change brings, whether or not a later one of the row takes its place. */
function boundOf(change: RowChange): number {
  return 'gone' in change ? 0 : storableBytes(change.set ?? {}) + storableBytes(change.add ?? {});
}
