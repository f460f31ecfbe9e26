import { event } from 'cdk-event-pipeline';
import * as z from 'zod/mini';

const rental = z.object({ rentalId: z.string(), bikeId: z.string() });
const refusal = z.object({ rentalId: z.string(), reason: z.string() });
const byRental = ({ rentalId }: { readonly rentalId: string }): string => rentalId;
const byBike = ({ bikeId }: { readonly bikeId: string }): string => bikeId;

/** Command: begin a rental, if it can be had. */
export const RentBike = event('rental.rent', {
  schema: z.object({ rentalId: z.string(), bikeId: z.string(), depositCents: z.int() }),
  key: byRental,
});

/** Command: keep a bike for a rental. */
export const LockBike = event('bike.lock', { schema: rental, key: byBike });
/** Reply: it is kept. */
export const BikeLocked = event('bike.locked', { schema: rental, key: byRental });
/** Reply: another rental has it. */
export const BikeTaken = event('bike.taken', { schema: refusal, key: byRental });
/** Command: let it go again. */
export const UnlockBike = event('bike.unlock', { schema: rental, key: byBike });
/** Reply: others may have it. */
export const BikeUnlocked = event('bike.unlocked', { schema: rental, key: byRental });

const deposit = z.object({ rentalId: z.string(), cents: z.int() });

/** Command: take the deposit. */
export const TakeDeposit = event('deposit.take', { schema: deposit, key: byRental });
/** Reply: it was taken. */
export const DepositTaken = event('deposit.taken', { schema: deposit, key: byRental });
/** Reply: the card does not have it. */
export const DepositRefused = event('deposit.refused', { schema: refusal, key: byRental });

/** Fact: the rental began. */
export const RentalBegun = event('rental.begun', { schema: rental, key: byRental });
/** Fact: it could not be had, and nothing of it is left. */
export const RentalRefused = event('rental.refused', { schema: refusal, key: byRental });
