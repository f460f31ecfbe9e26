import type { IConstruct } from 'constructs';

const metadataKey = 'event-pipeline:no-dead-letter';

/** Records in the tree why the queues of a construct have no dead letter of their own. */
export function declareNoDeadLetter(construct: IConstruct, reason: string): void {
  construct.node.addMetadata(metadataKey, reason);
}

/** The reason recorded on a construct or on the nearest construct around it, undefined when there is none. */
export function noDeadLetterReason(construct: IConstruct): string | undefined {
  const entries = construct.node.scopes.flatMap(({ node }) => node.metadata);
  const data: unknown = entries.findLast(({ type }) => type === metadataKey)?.data;
  return typeof data === 'string' ? data : undefined;
}
