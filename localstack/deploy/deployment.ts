import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';

/** The index of events, where the pipeline has one. */
export interface DeployedIndex {
  readonly tableName: string;
  readonly streamArn: string;
  /** Reads the stream of the pipeline's table. */
  readonly indexerFunctionName: string;
  /** Takes pointers to the stream records that could not be indexed. */
  readonly indexerFailuresUrl: string;
  /** Reads the stream of the index. */
  readonly projectorFunctionName: string;
}

/** What is deployed, by the names of the definition: `orders`, `orderEvents`, `placeOrder`. */
export interface Deployment {
  /** The pipeline without what needs a broker that the deployment does not have. */
  readonly definition: PipelineDefinition;
  readonly tableName: string;
  readonly tableStreamArn: string;
  /** Empty when the pipeline keeps no payloads. */
  readonly payloadBucketName: string;
  readonly queueUrls: Readonly<Record<string, string>>;
  /** By the queue whose dead letters they take. */
  readonly deadLetterUrls: Readonly<Record<string, string>>;
  readonly topicArns: Readonly<Record<string, string>>;
  /** By the consumer, of those that run as functions. */
  readonly functionNames: Readonly<Record<string, string>>;
  readonly relayFunctionName: string;
  readonly sweeperFunctionName: string;
  /** Takes pointers to the stream records that the relay could not handle. */
  readonly relayFailuresUrl: string;
  readonly index: DeployedIndex | undefined;
}
