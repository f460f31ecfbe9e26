import * as z from 'zod/mini';
import type { StepResult } from './step.ts';

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
});

/**
 * Counts what jest wrote with `--json`.
 *
 * A file that could not be run counts as one failure. So does a run that ended badly with no failed test, or found no
 * test: a step never passes by having done nothing.
 */
export function jestCounts(report: unknown, exitCode: number): Pick<StepResult, 'passed' | 'failed' | 'skipped'> {
  const read = z.safeParse(reportSchema, report);
  if (!read.success) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counts = read.data;
  const passed = counts.numPassedTests;
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const endedBadly = exitCode !== 0 || passed === 0;
  return {
    passed,
    failed: failed === 0 && endedBadly ? 1 : failed,
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}
