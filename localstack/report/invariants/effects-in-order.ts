import { type SagaDefinition, stepsOf } from '../../../lambdas/core/saga/saga-definition.ts';
import { fulfilment } from '../../../lambdas/fulfil-order/fulfilment.ts';
import { refund } from '../../../lambdas/refund-order/refund.ts';
import type { SagaFacts } from '../order-facts.ts';
import { type Invariant, verdict } from './invariant.ts';

/**
 * 4: each order was placed before it ended and ended before anything of it came back; its saga, and those of its refunds,
 * took their steps forward in order, then back in reverse.
 */
export const effectsInOrder: Invariant = ({ facts }) => {
  const orders = [...facts.orders.values()].filter(
    ({ streams, saga }) =>
      !isOrdered((streams['order'] ?? []).map(({ type }) => type)) ||
      (saga !== undefined && !inOrder(fulfilment, saga)),
  );
  const refunds = [...facts.refunds.values()].filter(({ saga }) => saga !== undefined && !inOrder(refund, saga));
  const evidence = `${facts.orders.size + facts.refunds.size} histories follow the steps of their saga`;
  return verdict({ number: 4, promise: 'effects of one key happen in order', evidence }, [
    ...orders.map(({ orderId }) => orderId),
    ...refunds.map(({ refundId }) => refundId),
  ]);
};

function isOrdered([first, ...later]: readonly string[]): boolean {
  const [returned, confirmed] = [later.indexOf('order.returned'), later.indexOf('order.confirmed')];
  return (
    (first === undefined || first === 'order.placed') && (returned === -1 || (confirmed !== -1 && confirmed < returned))
  );
}

/**
 * A step comes again when its reply was awaited in vain. What is taken back first may be the step after the last that was
 * answered: one in flight when its order was cancelled.
 */
function inOrder(definition: SagaDefinition, { history }: SagaFacts): boolean {
  const names = stepsOf(definition).map(({ name }) => name);
  const turn = history.findIndex(({ direction }) => direction === 'undo');
  const places = (entries: SagaFacts['history']): readonly number[] =>
    entries.flatMap(({ step }) => (step === undefined ? [] : [names.indexOf(step)]));
  const forth = places(turn === -1 ? history : history.slice(0, turn));
  const back = places(turn === -1 ? [] : history.slice(turn));
  return (
    forth.every((place, index) => place === (forth[index - 1] ?? 0) || place === (forth[index - 1] ?? -1) + 1) &&
    back.every((place, index) => place <= (back[index - 1] ?? (forth.at(-1) ?? -1) + 1))
  );
}
