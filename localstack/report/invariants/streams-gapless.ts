import { type Invariant, verdict } from './invariant.ts';

/**
 * 7: versions of every stream are 1..n, and what replaying an order's stream gives is what its saga believes, unless what
 * one has to tell the other is parked.
 */
export const streamsGapless: Invariant = ({ facts, parked }) => {
  const disagree = [...facts.orders.values()]
    .filter(({ orderId }) => !parked.has(orderId))
    .filter(({ status, saga }) => (status === 'confirmed') !== (saga?.status === 'completed'))
    .map(({ orderId, status, saga }) => `${orderId}: stream says ${status}, saga ${saga?.status ?? 'nothing'}`);
  const unrecorded = [...facts.refunds.values()]
    .filter(({ refundId, orderId }) => !parked.has(orderId) && !parked.has(refundId))
    .filter(({ recorded, saga }) => recorded !== (saga?.status === 'completed'))
    .map(({ refundId, saga }) => `${refundId}: order does not agree with saga ${saga?.status ?? 'nothing'}`);
  const evidence = `${facts.streams} streams of ${facts.events} events, versions 1..n; replay and sagas agree`;
  return verdict({ number: 7, promise: 'streams have no gap and no fork', evidence }, [
    ...facts.faults,
    ...disagree,
    ...unrecorded,
  ]);
};
