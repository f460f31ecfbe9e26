import type { BatchResult } from '../../core/consume/batch-consumer.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Parking } from '../../core/ports/parking.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { SourceBatch } from '../../core/ports/worker-source.ts';
import { untilFirst } from '../../core/worker/until-first.ts';
import type { ChangeSignal } from './change-signal.ts';
import type { HeldEntries, HeldEntry } from './held-entries.ts';
import { recordOf } from './stream-entry.ts';
import type { EntryState, StreamGroup } from './stream-group.ts';
import type { StreamReader } from './stream-reader.ts';

/** What the parts of a source share. */
export interface StreamWorks {
  readonly stream: string;
  readonly group: StreamGroup;
  readonly held: HeldEntries;
  readonly arrivals: ChangeSignal;
  readonly settlements: ChangeSignal;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly mostHeld: number;
  readonly batchSize: number;
  readonly idleMs: number;
  readonly limit?: { readonly maxReceives: number; readonly parking: Parking };
}

/**
 * Milliseconds after which a record that failed and has no longer delay comes again: at once it would go round without
 * ever letting an answer of Redis in.
 */
export const failurePauseMs = 100;

/** Milliseconds after which a record that could not be parked is parked again, and longest wait without a look. */
const parkAgainMs = 1000;
const lookMs = 60_000;

/**
 * The next entries that are due, as a batch; undefined once `signal` aborts.
 *
 * @throws PipelineError `source-unavailable` when the reader met what no waiting mends.
 */
export async function nextBatch(
  works: StreamWorks,
  reader: StreamReader,
  signal: AbortSignal,
): Promise<SourceBatch | undefined> {
  const { arrivals, held, clock, batchSize } = works;
  while (!signal.aborted) {
    const arrival = arrivals.next();
    const now = clock.now();
    const fault = reader.fault();
    if (fault !== undefined) {
      throw fault;
    }
    const entries = await withinLimit(works, held.take(now, batchSize));
    if (entries.length > 0) {
      return batchOf(works, entries);
    }
    await untilChange(works, { arrival, now }, signal);
  }
  return undefined;
}

/** Gives back what waits, or all that is held; this consumer then leaves its group. */
export async function giveBack(works: StreamWorks, what: 'waiting' | 'all'): Promise<void> {
  const { group, held } = works;
  const entries = held.all().filter(({ out }) => what === 'all' || !out);
  held.forget(entries.map(({ id }) => id));
  const states = entries.map((entry) => stateOf(entry, works));
  if (what === 'all' || states.length > 0) {
    await group.giveBack(states, what === 'all');
  }
}

/** Idle for longer than any worker waits before it claims. */
const longIdleMs = 2_147_483_647;

/** What was not handed out counts as not delivered; what is held back stays so, as far as idle time can say it. */
function stateOf({ id, receives, out, notBefore }: HeldEntry, { clock, idleMs }: StreamWorks): EntryState {
  const waits = notBefore - clock.now();
  return { id, receives: out ? receives : receives - 1, idleMs: waits > 0 ? idleMs - waits : longIdleMs };
}

function batchOf(works: StreamWorks, entries: readonly HeldEntry[]): SourceBatch {
  return {
    records: entries.map((entry) => recordOf(entry, entry.receives)),
    settle: (result) => settle(works, entries, result),
  };
}

async function settle(works: StreamWorks, entries: readonly HeldEntry[], { failed }: BatchResult): Promise<void> {
  const { group, held, telemetry, stream } = works;
  const done = entries.filter(({ id }) => !failed.includes(id)).map(({ id }) => id);
  try {
    await group.acknowledge(done);
  } catch (cause) {
    telemetry.error('records not acknowledged, so they come again', { stream, records: done.length }, cause);
  }
  held.forget(done);
  for (const { id } of entries) {
    held.putBack(id, works.clock.now() + failurePauseMs);
  }
  works.arrivals.changed();
  works.settlements.changed();
}

/** Parks what was delivered too often, and answers the others. */
async function withinLimit(works: StreamWorks, entries: readonly HeldEntry[]): Promise<readonly HeldEntry[]> {
  const { limit } = works;
  if (limit === undefined) {
    return entries;
  }
  const spent = entries.filter(({ receives }) => receives > limit.maxReceives);
  await Promise.all(spent.map((entry) => park(works, entry, limit.parking)));
  return entries.filter((entry) => !spent.includes(entry));
}

async function park(works: StreamWorks, entry: HeldEntry, parking: Parking): Promise<void> {
  const { held, clock, telemetry, stream } = works;
  const receives = entry.receives - 1;
  try {
    await parking.park(recordOf(entry, receives), `delivered ${receives} times`);
    telemetry.count('RecordsParked', 1);
    await settle(works, [entry], { failed: [] });
  } catch (cause) {
    telemetry.error('record not parked', { stream, recordId: entry.id }, cause);
    held.putBack(entry.id, clock.now() + parkAgainMs);
  }
}

/** What is known of the last look for entries. */
interface Look {
  readonly arrival: Promise<void>;
  readonly now: number;
}

/** Until something arrived or was settled, or the first delay is over that was not at the last look. */
async function untilChange(
  { held, clock, sleep }: StreamWorks,
  { arrival, now }: Look,
  signal: AbortSignal,
): Promise<void> {
  const due = Math.min(held.nextDue(now) ?? Number.POSITIVE_INFINITY, now + lookMs);
  await untilFirst(signal, [() => arrival, (ended) => sleep(Math.max(due - clock.now(), 0), ended)]);
}
