import type { CircuitBreakerDefinition } from './circuit-breaker.ts';
import { between } from './range-fault.ts';

/** What is wrong with the circuit breaker of a definition; nothing when there is none. */
export function circuitBreakerFaults(breaker: CircuitBreakerDefinition | undefined): readonly string[] {
  return breaker === undefined ? [] : [...functionFaults(breaker), ...policyFaults(breaker)];
}

function functionFaults({ timeoutSeconds, memoryMb, everyMinutes }: CircuitBreakerDefinition): readonly string[] {
  return [
    ...between('circuit breaker: timeoutSeconds', timeoutSeconds, [1, 900]),
    ...between('circuit breaker: memoryMb', memoryMb, [128, 10_240]),
    ...between('circuit breaker: everyMinutes', everyMinutes, [1, 60]),
  ];
}

function policyFaults(breaker: CircuitBreakerDefinition): readonly string[] {
  const { coolDownSeconds, longestCoolDownSeconds, quietSeconds, everyMinutes } = breaker;
  const faults = [
    ...between('circuit breaker: failureBudget', breaker.failureBudget, [1, 10_000]),
    ...between('circuit breaker: refillPerMinute', breaker.refillPerMinute, [1, 10_000]),
    ...between('circuit breaker: handledPerToken', breaker.handledPerToken, [1, 10_000]),
    ...between('circuit breaker: probeBudget', breaker.probeBudget, [1, 10_000]),
    ...between('circuit breaker: coolDownSeconds', coolDownSeconds, [30, 3600]),
    // A rest and the pause after it must fit into the 12 hours for which a queue can hide a record.
    ...between('circuit breaker: longestCoolDownSeconds', longestCoolDownSeconds, [coolDownSeconds, 21_600]),
    ...between('circuit breaker: quietSeconds', quietSeconds, [60, 7200]),
  ];
  return quietSeconds < 2 * 60 * everyMinutes
    ? [...faults, `circuit breaker: quietSeconds must outlast two runs of the guard, got ${quietSeconds}`]
    : faults;
}
