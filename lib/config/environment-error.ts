/** What is wrong: no environment of that name, or one whose values contradict each other. */
export type EnvironmentErrorCode = 'environment-unknown' | 'environment-inconsistent';

/** An environment that cannot be used; carries every fault found. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code: EnvironmentErrorCode;
  readonly faults: readonly string[];

  constructor(code: EnvironmentErrorCode, faults: readonly string[]) {
    super(faults.join('\n'));
    this.code = code;
    this.faults = faults;
  }
}
