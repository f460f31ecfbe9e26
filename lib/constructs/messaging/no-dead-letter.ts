import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

const metadataKey = 'event-pipeline:no-dead-letter';

/** The rules of cdk-nag that ask every queue for a dead letter. */
const acknowledged = ['AwsSolutions::AwsSolutions-SQS3', 'Serverless::Serverless-SQSRedrivePolicy'];

/** Records in the tree, for this package's rule and for cdk-nag, why the queues of a construct have no dead letter. */
export function declareNoDeadLetter(construct: IConstruct, reason: string): void {
  construct.node.addMetadata(metadataKey, reason);
  Validations.of(construct).acknowledge(...acknowledged.map((id) => ({ id, reason })));
}

/** The reason recorded on a construct or on the nearest construct around it, undefined when there is none. */
export function noDeadLetterReason(construct: IConstruct): string | undefined {
  const entries = construct.node.scopes.flatMap(({ node }) => node.metadata);
  const data: unknown = entries.findLast(({ type }) => type === metadataKey)?.data;
  return typeof data === 'string' ? data : undefined;
}
