import type { IndexPage } from './index-page.ts';

/** An event at its place in the index. */
export interface IndexedEvent {
  readonly partition: string;
  /** Its place in the order of the partition, counted from 1, without a gap. */
  readonly position: number;
  readonly stream: string;
  /** Its place in its stream, counted from 1. */
  readonly version: number;
  /** When it was indexed, in milliseconds since the epoch. */
  readonly at: number;
  /** The serialised envelope, as it lies in the stream. */
  readonly event: string;
}

/** The events of a page behind a position. */
export function eventsIn({ partition, first, at, runs }: IndexPage, after = 0): readonly IndexedEvent[] {
  let position = first - 1;
  const events = runs.flatMap(({ stream, version, events: texts }) =>
    texts.map((event, offset): IndexedEvent => {
      position += 1;
      return { partition, position, stream, version: version + offset, at, event };
    }),
  );
  return events.slice(Math.max(after - first + 1, 0));
}
