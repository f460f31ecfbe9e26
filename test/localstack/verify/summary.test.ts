import { describe, expect, it } from '@jest/globals';
import type { StepResult } from '../../../localstack/verify/step.ts';
import { renderSummary, summaryOf } from '../../../localstack/verify/summary.ts';

const result = (fields: Partial<StepResult>): StepResult => ({
  name: 'lint',
  passed: 0,
  failed: 0,
  skipped: 0,
  seconds: 1,
  ...fields,
});
const passed = result({ passed: 4 });

describe('summaryOf', () => {
  it('adds up the steps', () => {
    const summary = summaryOf([passed, result({ passed: 1 })], { ci: true });

    expect(summary).toEqual({ passed: 5, failed: 0, exitCode: 0, notRun: [], switchedOff: [] });
  });

  it('fails when one thing failed', () => {
    expect(summaryOf([passed, result({ failed: 1 })], { ci: false })).toMatchObject({ failed: 1, exitCode: 1 });
  });

  it('fails when nothing was done at all', () => {
    expect(summaryOf([], { ci: false }).exitCode).toBe(1);
  });

  it('lists a step that did not run and goes on, but fails under CI', () => {
    const results = [passed, result({ name: 'e2e', notRun: 'no python3' })];

    const alone = summaryOf(results, { ci: false });
    const inCi = summaryOf(results, { ci: true });

    expect(alone).toMatchObject({ failed: 0, exitCode: 0, notRun: ['e2e: no python3'] });
    expect(inCi).toMatchObject({ failed: 1, exitCode: 1, notRun: ['e2e: no python3'] });
  });

  it('tells of tests that are switched off', () => {
    expect(summaryOf([result({ passed: 1, skipped: 2 })], { ci: false }).switchedOff).toEqual([
      'lint: 2 tests are switched off',
    ]);
  });
});

describe('renderSummary', () => {
  it('shows what did not run, then the counts in its last line', () => {
    const results = [passed, result({ name: 'e2e', notRun: 'no python3' })];
    const judged = { ci: true };

    const lines = renderSummary(results, summaryOf(results, judged), judged);

    expect(lines).toContain('!!!   e2e: no python3');
    expect(lines.at(-1)).toBe('4 passed, 1 failed');
  });
});
