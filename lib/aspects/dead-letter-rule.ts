import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { type IAspect, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { noDeadLetterReason } from '../constructs/messaging/no-dead-letter.ts';

/** Id of the error that a queue gets which loses its failures in silence. */
export const deadLetterRuleId = 'event-pipeline:dead-letter';

/** Every queue has a dead letter or says why not; a queue of dead letters says so by being one. */
export class DeadLetterRule implements IAspect {
  visit(node: IConstruct): void {
    if (node instanceof CfnQueue && node.redrivePolicy === undefined && noDeadLetterReason(node) === undefined) {
      Validations.of(node).addError(
        deadLetterRuleId,
        'a queue must have a dead letter or a reason for having none, got neither',
      );
    }
  }
}
