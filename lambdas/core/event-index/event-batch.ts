import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { OpenedEvent, ReadEvent } from './read-event.ts';

/** Some events that are handed over together. */
export interface EventBatch {
  /** Those that the reader wants. */
  readonly events: readonly ReadEvent[];
  /** Position of the last event, wanted or not. */
  readonly last: number;
  readonly replay: boolean;
}

/** What bounds a batch. */
export interface BatchBounds {
  /** Wanted events, at most. */
  readonly most: number;
  /** Up to this position events are a replay; no batch holds both. */
  readonly replayUpTo: number;
  /** Whether all are. @default as far as `replayUpTo` */
  readonly replay: boolean | undefined;
}

/** The first events of some, up to one that cannot be read; the first one must be readable. */
export function batchOf(opened: readonly OpenedEvent[], bounds: BatchBounds): EventBatch {
  const { most, replayUpTo, replay } = bounds;
  const isReplay = ({ event }: OpenedEvent): boolean => replay ?? event.position <= replayUpTo;
  const first = opened[0] !== undefined && isReplay(opened[0]);
  const events: ReadEvent[] = [];
  let last = 0;
  for (const one of opened) {
    if (one.kind === 'fault' || isReplay(one) !== first || (one.kind === 'event' && events.length === most)) {
      break;
    }
    if (one.kind === 'event') {
      events.push(one.event);
    }
    last = one.event.position;
  }
  return { events, last, replay: first };
}

/**
 * Where the checkpoint is once so many events of a batch are done with.
 *
 * @throws PipelineError `input-invalid` unless at least one and at most all are.
 */
export function movedTo({ events, last }: EventBatch, taken: number): number {
  if (taken > events.length || (taken < 1 && events.length > 0)) {
    throw new PipelineError(`a handler must take between 1 and ${events.length} events, got ${taken}`, {
      code: 'input-invalid',
    });
  }
  const next = events[taken];
  return next === undefined ? last : next.position - 1;
}
