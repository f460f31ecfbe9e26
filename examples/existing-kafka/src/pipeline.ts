import { consumer, deadLetter, kafkaTopic, pipeline, relay } from 'cdk-event-pipeline';
import { ParcelMoved } from './parcel-moved.js';

/** How many parcels lie in each depot, counted from a topic that somebody else fills. */
export const depots = pipeline('depots', {
  topics: {},
  queues: {},
  kafka: {
    moves: kafkaTopic('logistics.parcel-moves', {
      carries: [ParcelMoved],
      filledBy: 'others',
      deadLetter: deadLetter(),
    }),
  },
  consumers: {
    countParcels: consumer({
      entry: 'src/count-parcels.handler.ts',
      source: 'moves',
      handles: [ParcelMoved],
      stores: ['depot', 'inbox'],
    }),
  },
  relay: relay({ entry: 'src/relay.handler.ts' }),
});
