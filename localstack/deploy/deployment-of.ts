import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { backendError } from '../backends/backend-error.ts';
import type { DeployedIndex, Deployment } from './deployment.ts';

/**
 * The deployment that the outputs of a pipeline's stacks describe.
 *
 * @throws PipelineError `backend-failed` naming every output that is missing.
 */
export function deploymentOf(definition: PipelineDefinition, outputs: ReadonlyMap<string, string>): Deployment {
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
  const withDeadLetters = Object.keys(queues).filter((name) => queues[name]?.deadLetter.kind === 'queue');
  const found: Deployment = {
    tableName: output(stackOutputNames.table),
    tableStreamArn: output(stackOutputNames.tableStream),
    payloadBucketName: definition.payloads === undefined ? '' : output(stackOutputNames.payloadBucket),
    queueUrls: each(Object.keys(queues), stackOutputNames.queue),
    deadLetterUrls: each(withDeadLetters, stackOutputNames.deadLetter),
    topicArns: each(Object.keys(topics), stackOutputNames.topic),
    functionNames: each(Object.keys(consumers), stackOutputNames.consumer),
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

function indexOf(output: (name: string) => string): DeployedIndex {
  return {
    tableName: output(stackOutputNames.indexTable),
    streamArn: output(stackOutputNames.indexStream),
    indexerFunctionName: output(stackOutputNames.indexer),
    indexerFailuresUrl: output(stackOutputNames.indexerFailures),
    projectorFunctionName: output(stackOutputNames.projector),
  };
}
