import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { IndexedEvent } from './indexed-event.ts';
import { type OpenedEvent, openEvent } from './read-event.ts';
import type { SubscriptionSetup } from './subscription-setup.ts';

/** The next events behind a checkpoint, of as many pages as one request gives; a gap is counted before it is thrown. */
export async function openedEvents(
  setup: SubscriptionSetup,
  { partition, position, atEnd }: Checkpoint,
): Promise<readonly OpenedEvent[]> {
  const { reader, types, payloads } = setup;
  try {
    const events = await reader.events({ partition, after: position, atEnd });
    refuseDisorder(events);
    return await Promise.all(events.map((event) => openEvent(event, types, payloads)));
  } catch (cause) {
    if (cause instanceof PipelineError && cause.code === 'index-gap') {
      setup.telemetry.count('IndexGaps', 1);
    }
    throw cause;
  }
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
