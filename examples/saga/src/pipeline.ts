import {
  consumer,
  deadLetter,
  pipeline,
  queue,
  relay,
  sagaMessages,
  sweeper,
  timerSweeper,
  topic,
} from 'cdk-event-pipeline';
import {
  BikeLocked,
  BikeTaken,
  BikeUnlocked,
  DepositRefused,
  DepositTaken,
  LockBike,
  RentBike,
  RentalBegun,
  RentalRefused,
  TakeDeposit,
  UnlockBike,
} from './messages.js';

const { timerDue } = sagaMessages('rent-bike');
const ofBikes = [LockBike, UnlockBike] as const;
const toldByBikes = [BikeLocked, BikeTaken, BikeUnlocked] as const;
const toldOfDeposits = [DepositTaken, DepositRefused] as const;
const ends = [RentalBegun, RentalRefused] as const;
const ofRentals = [RentBike, ...toldByBikes, ...toldOfDeposits, timerDue] as const;

/** Rentals, and the two services that each needs. */
export const rentals = pipeline('rentals', {
  topics: { rentalEvents: topic({ fifo: true, carries: ends }) },
  queues: {
    rentals: queue({ fifo: true, accepts: ofRentals, deadLetter: deadLetter() }),
    bikes: queue({ fifo: true, accepts: ofBikes, deadLetter: deadLetter() }),
    deposits: queue({ accepts: [TakeDeposit], deadLetter: deadLetter() }),
  },
  consumers: {
    rentBike: consumer({
      entry: 'src/rent-bike.handler.ts',
      source: 'rentals',
      handles: ofRentals,
      publishes: [...ofBikes, TakeDeposit, ...ends],
      stores: ['rental'],
    }),
    bikes: consumer({
      entry: 'src/bikes.handler.ts',
      source: 'bikes',
      handles: ofBikes,
      publishes: toldByBikes,
      stores: ['bike'],
    }),
    deposits: consumer({
      entry: 'src/deposits.handler.ts',
      source: 'deposits',
      handles: [TakeDeposit],
      publishes: toldOfDeposits,
      stores: ['deposit'],
    }),
  },
  relay: relay({ entry: 'src/relay.handler.ts' }),
  sweeper: sweeper({ entry: 'src/sweeper.handler.ts' }),
  timers: timerSweeper({ entry: 'src/timers.handler.ts' }),
});
