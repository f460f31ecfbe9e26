import { type Decider, again, happened } from 'cdk-event-pipeline/runtime';
import { BikeLocked, BikeTaken, BikeUnlocked, LockBike, UnlockBike } from './messages.js';

const commands = [LockBike, UnlockBike] as const;
const events = [BikeLocked, BikeTaken, BikeUnlocked] as const;

/** Which rental has a bike. */
export interface BikeState {
  readonly rentalId: string | undefined;
}

/** A bike that one rental at a time can have; who asks again is answered again. */
export const bike: Decider<BikeState, typeof commands, typeof events> = {
  category: 'bike',
  initial: { rentalId: undefined },
  commands,
  events,
  decide({ rentalId: owner }, { type, data }) {
    const mine = owner === data.rentalId;
    if (type === 'bike.unlock') {
      return mine ? happened(BikeUnlocked.of(data)) : again(BikeUnlocked.of(data));
    }
    if (mine) {
      return again(BikeLocked.of(data));
    }
    return owner === undefined
      ? happened(BikeLocked.of(data))
      : happened(BikeTaken.of({ rentalId: data.rentalId, reason: 'another rental has it' }));
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'bike.locked':
        return { rentalId: data.rentalId };
      case 'bike.unlocked':
        return { rentalId: undefined };
      case 'bike.taken':
        return state;
    }
  },
};
