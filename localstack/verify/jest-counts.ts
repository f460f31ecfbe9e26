import * as z from 'zod/mini';
import type { StepCounts } from './step.ts';

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
});

/** How jest ended. */
export interface JestEnd {
  /** What it wrote with `--json`; undefined when it wrote nothing. */
  readonly report: unknown;
  readonly exitCode: number;
}

/**
 * Counts what jest reported.
 *
 * A file that could not be run counts as one failure. So does a run that ended badly with no failed test, or found no
 * test: a step does not pass by having done nothing.
 */
export function jestCounts({ report, exitCode }: JestEnd): StepCounts {
  const read = z.safeParse(reportSchema, report);
  if (!read.success) {
    // Jest writes no report when it finds no test.
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { numPassedTests: passed, ...counts } = read.data;
  const endedBadly = exitCode !== 0 || passed === 0;
  return {
    passed,
    failed: Math.max(counts.numFailedTests + counts.numRuntimeErrorTestSuites, endedBadly ? 1 : 0),
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}
