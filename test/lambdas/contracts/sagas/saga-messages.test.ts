import { describe, expect, it } from '@jest/globals';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';

describe('the messages of a saga', () => {
  it('are named for it and ordered by its key', () => {
    const { timerDue, decided } = sagaMessages('fulfil-order');

    expect([timerDue.name, decided.name]).toEqual(['fulfil-order.timer-due', 'fulfil-order.decided']);
    expect(timerDue.keyOf({ key: 'o1', step: 'reserve', generation: 1 })).toBe('o1');
  });

  it('are the same values whenever they are asked for', () => {
    expect(sagaMessages('fulfil-order')).toBe(sagaMessages('fulfil-order'));
    expect(sagaMessages('fulfil-order').timerDue).not.toBe(sagaMessages('another').timerDue);
  });

  it('reject a decision that is neither', () => {
    const { decided } = sagaMessages('fulfil-order');

    expect(() => decided.parse({ key: 'o1', step: 's', generation: 1, by: 'ann', decision: 'perhaps' }, 1)).toThrow(
      /failed at decision/,
    );
  });
});
