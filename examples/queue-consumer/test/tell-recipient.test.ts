import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryHost } from 'cdk-event-pipeline/testing';
import { ParcelScanned } from '../src/parcel-scanned.js';
import { parcels } from '../src/pipeline.js';
import { createTellRecipient } from '../src/tell-recipient.js';

const scanned = ParcelScanned.of({ parcelId: 'p-1', depot: 'Lyon' });

test('a recipient is told once of each scan, however often it is delivered', async () => {
  const host = createMemoryHost(parcels, 'tellRecipient');
  const sent: string[] = [];
  const consumer = createTellRecipient({
    ...host,
    texts: {
      send: ({ parcelId, text }) => {
        sent.push(`${parcelId}: ${text}`);
        return Promise.resolve();
      },
    },
  });

  await host.deliver(consumer, scanned, 'm-1');
  await host.deliver(consumer, scanned, 'm-1');
  await host.deliver(consumer, ParcelScanned.of({ parcelId: 'p-1', depot: 'Paris' }));

  assert.deepEqual(sent, ['p-1: Your parcel is in Lyon.', 'p-1: Your parcel is in Paris.']);
});

test('a scan comes again when its text could not be sent', async () => {
  const host = createMemoryHost(parcels, 'tellRecipient');
  const consumer = createTellRecipient({ ...host, texts: { send: () => Promise.reject(new Error('no gateway')) } });

  assert.deepEqual(await host.deliver(consumer, scanned), { kind: 'failed' });
});
