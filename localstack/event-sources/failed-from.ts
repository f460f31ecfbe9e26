import { fieldOf } from '../../lambdas/adapters/dynamodb/field-of.ts';

/** From which record on a batch failed: its position, or nothing when all of it succeeded. */
export type FailedFrom = number | 'nothing';

/**
 * Reads a function's answer about a batch: the position of the lowest sequence number that it names as failed.
 *
 * No answer, an empty one and an empty list mean success. An answer that cannot be read, or that names a record that is
 * not in the batch, means that all of it failed.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function failedFrom(answer: unknown, sequences: readonly string[]): FailedFrom {
  const failures = answer === undefined || answer === null ? undefined : fieldOf(answer, 'batchItemFailures');
  if (failures === undefined || failures === null) {
    return 'nothing';
  }
  if (!Array.isArray(failures)) {
    return 0;
  }
  const positions = failures.map((failure: unknown) => positionOf(failure, sequences));
  return positions.length === 0 ? 'nothing' : Math.max(0, Math.min(...positions));
}

/** -1 for what is not in the batch. */
function positionOf(failure: unknown, sequences: readonly string[]): number {
  const identifier = fieldOf(failure, 'itemIdentifier');
  return typeof identifier === 'string' ? sequences.indexOf(identifier) : -1;
}
