import type { SourceRecord } from './source-record.ts';

/** A record with its place in the batch. */
export interface PlacedRecord {
  readonly record: SourceRecord;
  readonly place: number;
}

/** The records of a batch by their ordering group, in order; a record without a group is a group of its own. */
export function recordGroups(records: readonly SourceRecord[]): readonly (readonly PlacedRecord[])[] {
  const groups: PlacedRecord[][] = [];
  const known = new Map<string, PlacedRecord[]>();
  for (const [place, record] of records.entries()) {
    const group = record.group === undefined ? undefined : known.get(record.group);
    if (group !== undefined) {
      group.push({ record, place });
      continue;
    }
    const first = [{ record, place }];
    groups.push(first);
    if (record.group !== undefined) {
      known.set(record.group, first);
    }
  }
  return groups;
}
