import type { IConstruct } from 'constructs';
import type { Check } from './check.ts';
import { ConstructError } from './construct-error.ts';

/**
 * Refuses settings that cannot work, all faults of a construct together.
 *
 * @throws ConstructError when a check does not hold.
 */
export function refuseFaults(construct: IConstruct, checks: readonly Check[]): void {
  const faults = checks.filter(({ holds }) => !holds).map(({ must, got, remedy }) => `${must}, got ${got}: ${remedy}`);
  if (faults.length > 0) {
    throw new ConstructError(construct.node.path, faults);
  }
}
