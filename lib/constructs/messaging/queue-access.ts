import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

const consumeActions = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  // The handler makes a failed message visible again after its backoff.
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
];

/** Lets `grantee` send to a queue (and use its key), and nothing else. */
export function grantSendTo(queue: IQueue, grantee: IGrantable): Grant {
  queue.encryptionMasterKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  return Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
}

/**
 * Lets `grantee` receive, delete and delay messages of a queue (and use its key), and nothing else.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function grantConsumeFrom(queue: IQueue, grantee: IGrantable): Grant {
  queue.encryptionMasterKey?.grant(grantee, 'kms:Decrypt');
  return Grant.addToPrincipal({ grantee, actions: consumeActions, resourceArns: [queue.queueArn] });
}
