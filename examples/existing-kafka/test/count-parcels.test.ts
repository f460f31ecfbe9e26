import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryHost } from 'cdk-event-pipeline/testing';
import { createCountParcels, depotKey } from '../src/count-parcels.js';
import { ParcelMoved } from '../src/parcel-moved.js';
import { depots } from '../src/pipeline.js';

test('each move counts once, however often the topic repeats it', async () => {
  const host = createMemoryHost(depots, 'countParcels');
  const consumer = createCountParcels(host);
  const parcelsIn = async (depot: string) => (await host.items.get(depotKey(depot)))?.attributes['parcels'];

  await host.deliver(consumer, ParcelMoved.of({ parcelId: 'p-1', to: 'Lyon' }), 'm-1');
  await host.deliver(consumer, ParcelMoved.of({ parcelId: 'p-2', to: 'Lyon' }), 'm-2');
  const moved = ParcelMoved.of({ parcelId: 'p-1', from: 'Lyon', to: 'Paris' });
  await host.deliver(consumer, moved, 'm-3');
  await host.deliver(consumer, moved, 'm-3');

  assert.deepEqual([await parcelsIn('Lyon'), await parcelsIn('Paris')], [1, 1]);
});
