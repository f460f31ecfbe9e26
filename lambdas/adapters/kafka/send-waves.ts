import type { OutgoingRecord } from './outgoing-record.ts';

/** A record and the topic it goes to. */
export interface RoutedRecord extends OutgoingRecord {
  readonly topic: string;
}

/**
 * Splits records so that those of one key that go to different topics are in different waves, in their order.
 *
 * Records of a key in one topic share a partition and a lane, which keeps their order by itself; across topics nothing
 * does, so a later wave waits for the earlier one. One wave for all who use one topic a key.
 */
export function sendWaves(records: readonly RoutedRecord[]): readonly (readonly RoutedRecord[])[] {
  const waves: RoutedRecord[][] = [];
  const last = new Map<string, { readonly topic: string; readonly wave: number }>();
  for (const record of records) {
    const { key } = record.message;
    const before = last.get(key);
    const wave = before === undefined ? 0 : before.topic === record.topic ? before.wave : before.wave + 1;
    last.set(key, { topic: record.topic, wave });
    (waves[wave] ??= []).push(record);
  }
  return waves;
}
