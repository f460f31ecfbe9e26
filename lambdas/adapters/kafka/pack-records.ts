import type { OutgoingRecord } from './outgoing-record.ts';

/** Fills batches in order, each up to so many bytes before compression; one larger record gets a batch of its own. */
export function packRecords(
  records: readonly OutgoingRecord[],
  maxBytes: number,
): readonly (readonly OutgoingRecord[])[] {
  const batches: OutgoingRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const last = batches.at(-1);
    if (last === undefined || record.bytes > room) {
      batches.push([record]);
      room = maxBytes - record.bytes;
    } else {
      last.push(record);
      room -= record.bytes;
    }
  }
  return batches;
}
