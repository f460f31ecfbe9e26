import { type BrokerKind, brokerKinds } from '../../lambdas/contracts/definition/broker-kind.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { queueConsumers } from '../../lambdas/contracts/definition/queue-consumers.ts';
import { withBrokers } from '../../lambdas/contracts/definition/with-brokers.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { backendError } from '../backends/backend-error.ts';
import type { DeployedIndex, Deployment } from './deployment.ts';

/**
 * The deployment that the outputs of a pipeline's stacks describe.
 *
 * @throws PipelineError `backend-failed` naming every output that is missing.
 */
export function deploymentOf(pipeline: PipelineDefinition, outputs: ReadonlyMap<string, string>): Deployment {
  const definition = withBrokers(pipeline, brokersIn(outputs));
  const missing: string[] = [];
  const output = (name: string): string => {
    const value = outputs.get(name);
    if (value === undefined) {
      missing.push(name);
    }
    return value ?? '';
  };
  const each = (names: readonly string[], nameOf: (name: string) => string): Readonly<Record<string, string>> =>
    Object.fromEntries(names.map((name) => [name, output(nameOf(name))]));
  const { topics, queues, consumers } = definition;
  const functions = [
    ...Object.keys(queueConsumers(definition)),
    // Those of brokers may run as functions or as workers.
    ...Object.keys(consumers).filter((name) => outputs.has(stackOutputNames.consumer(name))),
  ];
  const withDeadLetters = Object.keys(queues).filter((name) => queues[name]?.deadLetter.kind === 'queue');
  const found: Deployment = {
    definition,
    tableName: output(stackOutputNames.table),
    tableStreamArn: output(stackOutputNames.tableStream),
    payloadBucketName: definition.payloads === undefined ? '' : output(stackOutputNames.payloadBucket),
    queueUrls: each(Object.keys(queues), stackOutputNames.queue),
    deadLetterUrls: each(withDeadLetters, stackOutputNames.deadLetter),
    topicArns: each(Object.keys(topics), stackOutputNames.topic),
    functionNames: each([...new Set(functions)], stackOutputNames.consumer),
    relayFunctionName: output(stackOutputNames.relay),
    sweeperFunctionName: output(stackOutputNames.sweeper),
    relayFailuresUrl: output(stackOutputNames.relayFailures),
    index: definition.eventIndex && indexOf(output),
  };
  if (missing.length > 0) {
    throw backendError(
      `the stacks of pipeline "${definition.name}" must show their outputs, found no ${missing.join(', ')}`,
      'deploy again with npm run local',
    );
  }
  return found;
}

/** Stacks that tell of no brokers have none. */
function brokersIn(outputs: ReadonlyMap<string, string>): readonly BrokerKind[] {
  const told = outputs.get(stackOutputNames.brokers)?.split(',') ?? [];
  return brokerKinds.filter((kind) => told.includes(kind));
}

function indexOf(output: (name: string) => string): DeployedIndex {
  return {
    tableName: output(stackOutputNames.indexTable),
    streamArn: output(stackOutputNames.indexStream),
    indexerFunctionName: output(stackOutputNames.indexer),
    indexerFailuresUrl: output(stackOutputNames.indexerFailures),
    projectorFunctionName: output(stackOutputNames.projector),
  };
}
