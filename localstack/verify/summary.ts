import type { StepResult } from './step.ts';

/** What a run is judged by. */
export interface SummaryOptions {
  /** Where something that did not run is a failure: nobody may be there to read the list. */
  readonly ci: boolean;
}

/** What a run says at its end. */
export interface Summary {
  /** The last one is always `N passed, N failed`. */
  readonly lines: readonly string[];
  readonly exitCode: 0 | 1;
}

/** Adds up the steps: what did not run is listed, and counts as failed where `ci` holds. */
export function summary(results: readonly StepResult[], { ci }: SummaryOptions): Summary {
  const notRun = results.flatMap(({ name, notRun: why, skipped }) => [
    ...(why === undefined ? [] : [`${name}: ${why}`]),
    ...(skipped === 0 ? [] : [`${name}: ${skipped} tests are switched off`]),
  ]);
  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.failed)) + (ci ? notRun.length : 0);
  return {
    lines: [...warning(notRun, ci), `${passed} passed, ${failed} failed`],
    exitCode: failed > 0 || passed === 0 ? 1 : 0,
  };
}

function warning(notRun: readonly string[], ci: boolean): readonly string[] {
  if (notRun.length === 0) {
    return [];
  }
  const heading = `!!! DID NOT RUN${ci ? ', which is a failure under CI=true' : ''}:`;
  return ['', heading, ...notRun.map((line) => `!!!   ${line}`), ''];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0);
}
