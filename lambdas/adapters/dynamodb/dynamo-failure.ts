import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { fieldOf } from './field-of.ts';

/** A condition that did not hold; `image` is the item as the service returned it, undefined when there is none. */
export interface Refusal {
  readonly index: number;
  readonly image: unknown;
}

const conditionFailed = 'ConditionalCheckFailed';

/**
 * Names under which the service says "not now": nothing was written, and the same request can succeed later.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const contentionErrors: ReadonlySet<unknown> = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const contentionReasons: ReadonlySet<unknown> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

const harmlessReasons: ReadonlySet<unknown> = new Set([undefined, 'None', ...contentionReasons]);

/** The conditions that a failed request broke; empty when it failed for another reason. */
export function refusalsOf(error: unknown): readonly Refusal[] {
  if (fieldOf(error, 'name') === 'ConditionalCheckFailedException') {
    return [{ index: 0, image: fieldOf(error, 'Item') }];
  }
  return reasonsOf(error).flatMap((reason, index) =>
    fieldOf(reason, 'Code') === conditionFailed ? [{ index, image: fieldOf(reason, 'Item') }] : [],
  );
}

/** Whether a request only lost a race or met a throttle. */
export function isContention(error: unknown): boolean {
  if (contentionErrors.has(fieldOf(error, 'name'))) {
    return true;
  }
  const codes = reasonsOf(error).map((reason) => fieldOf(reason, 'Code'));
  return codes.some((code) => contentionReasons.has(code)) && codes.every((code) => harmlessReasons.has(code));
}

/** Names a failure in the terms of the port: `store-limit` when something is too large, else `store-unavailable`. */
export function storeFailure(cause: unknown): PipelineError {
  const texts = [fieldOf(cause, 'message'), ...reasonsOf(cause).map((reason) => fieldOf(reason, 'Message'))];
  if (texts.some((text) => typeof text === 'string' && tooLarge.test(text))) {
    return new PipelineError('an item or a transaction must keep within the limits of the table', {
      code: 'store-limit',
      cause,
    });
  }
  const name = fieldOf(cause, 'name');
  return new PipelineError(`the table must answer, got ${typeof name === 'string' ? name : 'an unknown failure'}`, {
    code: 'store-unavailable',
    retryable: true,
    cause,
  });
}

/** The service tells an item that is too large from other invalid requests by its message only. */
const tooLarge = /item size (?:to update )?has exceeded|aggregate size|collection size too large/iu;

function reasonsOf(error: unknown): readonly unknown[] {
  const reasons = fieldOf(error, 'CancellationReasons');
  return Array.isArray(reasons) ? reasons : [];
}
