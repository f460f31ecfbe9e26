import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnResource, Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib/core';
import { InvocationType, Trigger } from 'aws-cdk-lib/triggers';
import type { Construct } from 'constructs';
import type { ReconcilerDefinition } from '../../../lambdas/contracts/definition/reconciler.ts';
import type { EventFunction } from '../../constructs/function/event-function.ts';
import type { PipelineStackProps } from '../pipeline-stack-props.ts';

/** What a deployment waits for, and how long. */
export interface ReconcileOnDeploy extends PipelineStackProps {
  readonly part: ReconcilerDefinition;
  readonly handler: EventFunction;
  /** What has to be there before. */
  readonly after: readonly Construct[];
}

/**
 * Invokes the reconciler in each deployment that changes it, and with it the definition it was bundled with; the
 * deployment fails when the reconciler does.
 */
export function reconcileOnDeploy(stack: Stack, { part, handler, after, environment }: ReconcileOnDeploy): void {
  new Trigger(stack, 'Reconcile', {
    handler: handler.function,
    invocationType: InvocationType.REQUEST_RESPONSE,
    timeout: Duration.seconds(part.timeoutSeconds),
    executeAfter: [handler, ...after],
  });
  // The function of the trigger makes its own log, which would be kept for ever.
  const logGroup = new LogGroup(stack, 'TriggerLogs', {
    retention: environment.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const caller = stack.node.tryFindChild(callerId)?.node.tryFindChild('Handler');
  if (caller instanceof CfnResource) {
    caller.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  }
  Validations.of(handler).acknowledge({
    id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
    reason: 'the deployment invokes it, waits for its answer and fails with it',
  });
}

const callerId = 'AWSCDK.TriggerCustomResourceProviderCustomResourceProvider';
