import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { IndexedEvent } from './indexed-event.ts';
import { type OpenedEvent, openEvent } from './read-event.ts';
import type { SubscriptionSetup } from './subscription-setup.ts';

/** Events opened together whose data lies elsewhere: each may be far longer than a page. */
export const asideAtOnce = 16;

/** Events behind a checkpoint: those that were opened, and those behind them up to the end of a page. */
export interface ReadAhead {
  readonly opened: readonly OpenedEvent[];
  readonly unopened: readonly IndexedEvent[];
}

/** The next events of what was read already, else of as many pages as one request gives. */
export async function openedEvents(
  setup: SubscriptionSetup,
  checkpoint: Checkpoint,
  unopened: ReadAhead['unopened'],
): Promise<ReadAhead> {
  const { types, payloads } = setup;
  const events = unopened.length > 0 ? unopened : await eventsBehind(setup, checkpoint);
  const together = togetherOf(events);
  const opened = await Promise.all(events.slice(0, together).map((event) => openEvent(event, types, payloads)));
  return { opened, unopened: events.slice(together) };
}

/** A gap is counted before it is thrown. */
async function eventsBehind(
  { reader, telemetry }: SubscriptionSetup,
  { partition, position, atEnd }: Checkpoint,
): Promise<readonly IndexedEvent[]> {
  try {
    const events = await reader.events({ partition, after: position, atEnd });
    refuseDisorder(events);
    return events;
  } catch (cause) {
    if (cause instanceof PipelineError && cause.code === 'index-gap') {
      telemetry.count('IndexGaps', 1);
    }
    throw cause;
  }
}

/** How many events may be opened together. */
function togetherOf(events: readonly IndexedEvent[]): number {
  let aside = 0;
  const last = events.findIndex(({ event }) => {
    // What only looks like it is opened a little later.
    aside += event.includes('"dataref":') ? 1 : 0;
    return aside === asideAtOnce;
  });
  return last === -1 ? events.length : last + 1;
}

/** Versions of a stream that do not follow each other would be an event that is missing, or there twice. */
function refuseDisorder(events: readonly IndexedEvent[]): void {
  const newest = new Map<string, number>();
  for (const { stream, version, partition, position } of events) {
    const expected = (newest.get(stream) ?? version - 1) + 1;
    if (version !== expected) {
      throw new PipelineError(
        `position ${position} of "${partition}" must hold version ${expected} of its stream, got ${version}`,
        { code: 'index-gap' },
      );
    }
    newest.set(stream, version);
  }
}
