import { renderTable } from '../report/render-table.ts';
import type { StepResult } from './step.ts';

/** What a run is judged by. */
export interface SummaryOptions {
  /** Where a step that did not run is a failure: nobody may be there to read the list. */
  readonly ci: boolean;
}

/** What came of a run. */
export interface Summary {
  readonly passed: number;
  /** Failed tests and steps, and under CI the steps that did not run. */
  readonly failed: number;
  readonly exitCode: 0 | 1;
  /** Steps that did not run, with the reason. */
  readonly notRun: readonly string[];
  /** Tests that are switched off by a condition of their own. */
  readonly switchedOff: readonly string[];
}

/** Adds up the steps; a run in which nothing passed has failed. */
export function summaryOf(results: readonly StepResult[], { ci }: SummaryOptions): Summary {
  const notRun = results.flatMap(({ name, notRun: why }) => (why === undefined ? [] : [`${name}: ${why}`]));
  const switchedOff = results.flatMap(({ name, skipped }) =>
    skipped === 0 ? [] : [`${name}: ${skipped} tests are switched off`],
  );
  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.failed)) + (ci ? notRun.length : 0);
  return { passed, failed, notRun, switchedOff, exitCode: failed > 0 || passed === 0 ? 1 : 0 };
}

/** The lines at the end of a run; the last one is always `N passed, N failed`. */
export function renderSummary(
  results: readonly StepResult[],
  summary: Summary,
  { ci }: SummaryOptions,
): readonly string[] {
  const rows = results.map((result) => [
    result.name,
    verdict(result),
    result.passed,
    result.failed,
    result.skipped,
    result.seconds.toFixed(1),
  ]);
  return [
    '',
    ...renderTable(['step', 'result', 'passed', 'failed', 'off', 'seconds'], rows),
    '',
    ...summary.switchedOff.map((line) => `note: ${line}`),
    ...warning(summary.notRun, ci),
    `${summary.passed} passed, ${summary.failed} failed`,
  ];
}

function verdict({ failed, passed, notRun }: StepResult): string {
  if (notRun !== undefined) {
    return 'DID NOT RUN';
  }
  if (failed > 0) {
    return 'FAILED';
  }
  return passed === 0 ? 'no tests' : 'ok';
}

function warning(notRun: readonly string[], ci: boolean): readonly string[] {
  if (notRun.length === 0) {
    return [];
  }
  const heading = `!!! DID NOT RUN${ci ? ', which is a failure under CI=true' : ''}:`;
  return [heading, ...notRun.map((line) => `!!!   ${line}`), ''];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0);
}
