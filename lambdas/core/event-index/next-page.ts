import { storeLimits } from '../item-size/store-limits.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';
import type { IndexRun } from './index-page.ts';
import type { StreamWork } from './stream-work.ts';

/** UTF-8 bytes of events that a page is filled up to; a single event may have more. */
export const pageBytes = 64 * 1024;

/** Streams of a page: each moves its pointer in the transaction that writes the page. */
export const streamsOfPage = storeLimits.transactionActions - 1;

/** Bytes of a run beside its events and the name of its stream. */
const runOverhead = 64;

/** What the next page of a partition holds: as many events of the streams, in their order, as it has room for. */
export function nextPage(works: readonly StreamWork[]): readonly IndexRun[] {
  const runs: IndexRun[] = [];
  let room = pageBytes;
  for (const work of works) {
    const run = runOf(work, room, runs.length === 0);
    if (run === undefined || runs.length === streamsOfPage) {
      break;
    }
    runs.push(run.run);
    room -= run.bytes;
  }
  return runs;
}

/** The works that are left once the runs are indexed. */
export function withoutRuns(works: readonly StreamWork[], runs: readonly IndexRun[]): readonly StreamWork[] {
  const done = new Map(runs.map(({ stream, version, events }) => [stream, version + events.length - 1]));
  return works
    .map((work) => ({ ...work, indexed: done.get(work.stream) ?? work.indexed }))
    .filter((work) => work.indexed < work.target);
}

function runOf(
  { stream, indexed, first, events }: StreamWork,
  room: number,
  always: boolean,
): { readonly run: IndexRun; readonly bytes: number } | undefined {
  const taken: string[] = [];
  let bytes = runOverhead + utf8Bytes(stream);
  for (let index = indexed + 1 - first; index < events.length; index += 1) {
    const event = events[index] ?? '';
    const more = utf8Bytes(event);
    if (bytes + more > room && !(always && taken.length === 0)) {
      break;
    }
    taken.push(event);
    bytes += more;
  }
  return taken.length === 0 ? undefined : { run: { stream, version: indexed + 1, events: taken }, bytes };
}
