import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { type IAspect, Tokenization, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Id of the error that a log gets which would be kept, and paid for, for ever. */
export const logRetentionRuleId = 'event-pipeline:log-retention';

/** Every log group has a retention, and every function a log group: the one Lambda makes by itself never expires. */
export class LogRetentionRule implements IAspect {
  visit(node: IConstruct): void {
    if (node instanceof CfnLogGroup && node.retentionInDays === undefined) {
      Validations.of(node).addError(logRetentionRuleId, 'a log group must have a retention, got none');
    }
    if (node instanceof CfnFunction && !hasLogGroup(node)) {
      Validations.of(node).addError(logRetentionRuleId, 'a function must have a log group of its own, got none');
    }
  }
}

function hasLogGroup({ loggingConfig }: CfnFunction): boolean {
  return (
    loggingConfig !== undefined && (Tokenization.isResolvable(loggingConfig) || loggingConfig.logGroup !== undefined)
  );
}
