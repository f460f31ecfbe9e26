import { describe, expect, it } from '@jest/globals';
import {
  type CircuitBreakerOptions,
  circuitBreaker,
} from '../../../../lambdas/contracts/definition/circuit-breaker.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { parts } from './sample-parts.ts';

function faults(options: Omit<CircuitBreakerOptions, 'entry'>): readonly string[] {
  const breaker = circuitBreaker({ entry: 'guard.ts', ...options });
  return faultsOf({ name: 'test', ...parts, circuitBreaker: breaker });
}

describe('the circuit breaker of a definition', () => {
  it('has the documented defaults', () => {
    expect(circuitBreaker({ entry: 'guard.ts' })).toEqual({
      entry: 'guard.ts',
      timeoutSeconds: 50,
      memoryMb: 256,
      everyMinutes: 1,
      failureBudget: 20,
      refillPerMinute: 5,
      handledPerToken: 5,
      probeBudget: 3,
      coolDownSeconds: 120,
      longestCoolDownSeconds: 900,
      quietSeconds: 300,
    });
    expect(faults({})).toEqual([]);
  });

  it.each<readonly [keyof CircuitBreakerOptions, readonly [number, number], Partial<CircuitBreakerOptions>]>([
    ['timeoutSeconds', [1, 900], {}],
    ['memoryMb', [128, 10_240], {}],
    ['everyMinutes', [1, 60], { quietSeconds: 7200 }],
    ['failureBudget', [1, 10_000], {}],
    ['refillPerMinute', [1, 10_000], {}],
    ['handledPerToken', [1, 10_000], {}],
    ['probeBudget', [1, 10_000], {}],
    ['coolDownSeconds', [30, 3600], { longestCoolDownSeconds: 21_600 }],
    ['longestCoolDownSeconds', [120, 21_600], {}],
  ])('takes for %s whole numbers of %j and no others', (name, [least, most], others) => {
    const fault = (value: number): string =>
      `circuit breaker: ${name} must be an integer between ${least} and ${most}, got ${value}`;

    for (const sound of [least, least + 1, most - 1, most]) {
      expect(faults({ ...others, [name]: sound })).toEqual([]);
    }
    for (const value of [least - 1, most + 1, least + 0.5, Number.NaN]) {
      expect(faults({ ...others, [name]: value })).toContain(fault(value));
    }
  });

  it.each([
    [119, 1, ['circuit breaker: quietSeconds must outlast two runs of the guard, got 119']],
    [120, 1, []],
    [7200, 60, []],
    [7201, 60, ['circuit breaker: quietSeconds must be an integer between 60 and 7200, got 7201']],
  ])(
    'whose trial takes %i seconds, with a guard every %i minute(s), has faults %j',
    (quietSeconds, everyMinutes, found) => {
      expect(faults({ quietSeconds, everyMinutes })).toEqual(found);
    },
  );
});
