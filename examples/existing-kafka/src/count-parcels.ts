import {
  type Consumer,
  type IdempotentWritesDependencies,
  type ItemKey,
  type Write,
  idempotentWrites,
} from 'cdk-event-pipeline/runtime';
import { ParcelMoved } from './parcel-moved.js';

/** Where the count of a depot lies. */
export function depotKey(depot: string): ItemKey {
  return { partition: `depot-${depot}`, sort: 'parcels' };
}

/** Counts parcels in depots: each move once, in one transaction with the mark by which a repetition is known. */
export function createCountParcels(ports: IdempotentWritesDependencies): Consumer {
  return idempotentWrites(
    {
      name: 'countParcels',
      handles: [ParcelMoved],
      changes: ({ data: { from, to } }) =>
        Promise.resolve([...(from === undefined ? [] : [moved(from, -1)]), moved(to, 1)]),
    },
    ports,
  );
}

function moved(depot: string, parcels: number): Write {
  return { kind: 'update', key: depotKey(depot), add: { parcels }, when: [] };
}
