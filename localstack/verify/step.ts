/** One thing that `npm test` does. */
export interface Step {
  readonly name: string;
  /** A command passes or fails as one; a jest project counts its tests. */
  readonly kind: 'command' | 'jest';
  /** A script of a package in node_modules, and its arguments. */
  readonly script: readonly string[];
  /** A local backend: the AWS endpoint runs for the step, brokers are started by the tests themselves. */
  readonly needs: 'nothing' | 'brokers' | 'aws-endpoint';
}

/** How a step ended. */
export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Tests that are switched off in their file. */
  readonly skipped: number;
  readonly seconds: number;
  /** Why the step did not run at all. */
  readonly notRun?: string;
}

/** What a step counted. */
export type StepCounts = Pick<StepResult, 'passed' | 'failed' | 'skipped'>;
