import { describe, expect, it } from '@jest/globals';
import { jestCounts } from '../../../localstack/verify/jest-counts.ts';

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};
const end = { report, exitCode: 0 };

describe('jestCounts', () => {
  it('counts the tests of a run', () => {
    expect(jestCounts(end)).toEqual({ passed: 3, failed: 0, skipped: 0 });
  });

  it('counts what is switched off and what is only planned as skipped', () => {
    const counts = jestCounts({ ...end, report: { ...report, numPendingTests: 2, numTodoTests: 1 } });

    expect(counts).toEqual({ passed: 3, failed: 0, skipped: 3 });
  });

  it('counts a file that could not be run as a failure', () => {
    const broken = { ...report, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };

    expect(jestCounts({ ...end, report: broken, exitCode: 1 })).toEqual({ passed: 3, failed: 3, skipped: 0 });
  });

  it.each([
    { claim: 'that ended badly although no test failed', change: { exitCode: 1 } },
    { claim: 'that found no test', change: { report: { ...report, numPassedTests: 0 } } },
    { claim: 'that left no report', change: { report: undefined } },
    { claim: 'whose report is not one', change: { report: { numPassedTests: 'many' } } },
    { claim: 'without a report that ended badly', change: { report: undefined, exitCode: 1 } },
  ])('fails a run $claim', ({ change }) => {
    expect(jestCounts({ ...end, ...change }).failed).toBe(1);
  });
});
