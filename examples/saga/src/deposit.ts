import { type Decider, again, happened } from 'cdk-event-pipeline/runtime';
import { DepositRefused, DepositTaken, TakeDeposit } from './messages.js';

const commands = [TakeDeposit] as const;
const events = [DepositTaken, DepositRefused] as const;

/** What a rental was answered. */
export interface DepositState {
  readonly answer: 'none' | 'taken' | 'refused';
}

/** A deposit of a rental: taken or refused once. */
export function depositUpTo(limitCents: number): Decider<DepositState, typeof commands, typeof events> {
  return {
    category: 'deposit',
    initial: { answer: 'none' },
    commands,
    events,
    creates: [TakeDeposit],
    decide({ answer }, { data }) {
      const refused = DepositRefused.of({ rentalId: data.rentalId, reason: 'the card does not have it' });
      if (answer !== 'none') {
        return again(answer === 'taken' ? DepositTaken.of(data) : refused);
      }
      return happened(data.cents <= limitCents ? DepositTaken.of(data) : refused);
    },
    evolve: (_, { type }) => ({ answer: type === 'deposit.taken' ? 'taken' : 'refused' }),
  };
}
