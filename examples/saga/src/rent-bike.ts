import { type SagaDefinition, saga } from 'cdk-event-pipeline/runtime';
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

/** A bike and a deposit, or neither: a bike that was locked is unlocked again when the deposit is refused. */
export const rentBike: SagaDefinition = saga('rent-bike', { startedBy: RentBike, version: 1, deadline: { hours: 1 } })
  .step('bike', {
    send: ({ rentalId, bikeId }) => LockBike.of({ rentalId, bikeId }),
    ok: BikeLocked,
    refused: BikeTaken,
    timeout: { minutes: 5 },
    undo: { send: ({ rentalId, bikeId }) => UnlockBike.of({ rentalId, bikeId }), done: BikeUnlocked },
  })
  .pivot('deposit', {
    send: ({ rentalId, depositCents }) => TakeDeposit.of({ rentalId, cents: depositCents }),
    ok: DepositTaken,
    refused: DepositRefused,
  })
  .completes(({ rentalId, bikeId }) => RentalBegun.of({ rentalId, bikeId }))
  .fails(({ rentalId }, { reason }) => RentalRefused.of({ rentalId, reason }));
