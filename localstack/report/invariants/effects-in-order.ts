import { stepsOf } from '../../../lambdas/core/saga/saga-definition.ts';
import { fulfilment } from '../../../lambdas/fulfil-order/fulfilment.ts';
import type { SagaFacts } from '../order-facts.ts';
import { type Invariant, verdict } from './invariant.ts';

/** 4: each order was placed before it ended, and its saga took its steps forward in order, then back in reverse. */
export const effectsInOrder: Invariant = ({ facts }) => {
  const broken = [...facts.orders.values()].filter(({ streams, saga }) => {
    const first = streams['order']?.[0]?.type;
    return (first !== undefined && first !== 'order.placed') || (saga !== undefined && !inOrder(saga));
  });
  const evidence = `${facts.orders.size} histories follow the steps of their saga`;
  return verdict(
    { number: 4, promise: 'effects of one key happen in order', evidence },
    broken.map(({ orderId }) => orderId),
  );
};

/** A step comes again when its reply was awaited in vain; then even it may have to be taken back. */
function inOrder({ history }: SagaFacts): boolean {
  const names = stepsOf(fulfilment).map(({ name }) => name);
  const turn = history.findIndex(({ direction }) => direction === 'undo');
  const places = (entries: SagaFacts['history']): readonly number[] =>
    entries.flatMap(({ step }) => (step === undefined ? [] : [names.indexOf(step)]));
  const forth = places(turn === -1 ? history : history.slice(0, turn));
  const back = places(turn === -1 ? [] : history.slice(turn));
  return (
    forth.every((place, index) => place === (forth[index - 1] ?? 0) || place === (forth[index - 1] ?? -1) + 1) &&
    back.every((place, index) => place <= (back[index - 1] ?? forth.at(-1) ?? 0))
  );
}
