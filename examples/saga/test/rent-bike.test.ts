import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCommandConsumer } from 'cdk-event-pipeline/runtime';
import { createMemoryHost, everyCrash, given, sagaStory } from 'cdk-event-pipeline/testing';
import { bike } from '../src/bike.js';
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
} from '../src/messages.js';
import { rentals } from '../src/pipeline.js';
import { rentBike } from '../src/rent-bike.js';

const rental = { rentalId: 'r-1', bikeId: 'b-1' };
const asked = RentBike.of({ ...rental, depositCents: 5000 });
const deposit = { rentalId: 'r-1', cents: 5000 };

test('a rental begins with a bike and a deposit, whatever crashes on the way', async () => {
  const begun = sagaStory(rentBike)
    .given(asked)
    .expects(LockBike.of(rental))
    .when(BikeLocked.of(rental))
    .expects(TakeDeposit.of(deposit))
    .when(DepositTaken.of(deposit))
    .ends('completed', RentalBegun.of(rental));

  await everyCrash(begun);
});

test('a bike is unlocked again when the deposit is refused', async () => {
  const refused = sagaStory(rentBike)
    .given(asked)
    .when(BikeLocked.of(rental))
    .when(DepositRefused.of({ rentalId: 'r-1', reason: 'no money' }))
    .expects(UnlockBike.of(rental))
    .when(BikeUnlocked.of(rental))
    .ends('compensated', RentalRefused.of({ rentalId: 'r-1', reason: 'no money' }));

  await everyCrash(refused);
});

test('a bike is had by one rental at a time', () => {
  const other = { ...rental, rentalId: 'r-2' };
  const taken = BikeTaken.of({ rentalId: 'r-2', reason: 'another rental has it' });

  given(bike, []).when(LockBike.of(rental)).then(BikeLocked.of(rental));
  given(bike, [BikeLocked.of(rental)])
    .when(LockBike.of(other))
    .then(taken);
  given(bike, [BikeLocked.of(rental)])
    .when(LockBike.of(rental))
    .thenAgain(BikeLocked.of(rental));
  given(bike, [BikeLocked.of(rental), BikeUnlocked.of(rental)])
    .when(LockBike.of(other))
    .then(BikeLocked.of(other));
});

test('a command that is delivered twice has its effect once', async () => {
  const host = createMemoryHost(rentals, 'bikes');
  const consumer = createCommandConsumer({ ...host, name: 'bikes', decider: bike });

  await host.deliver(consumer, LockBike.of(rental), 'm-1');
  await host.deliver(consumer, LockBike.of(rental), 'm-1');

  const { tip, state } = await host.events.load(bike, 'bike-b-1');
  assert.equal(tip.version, 1);
  assert.equal(state.rentalId, 'r-1');
});
