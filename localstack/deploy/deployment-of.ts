import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { backendError } from '../backends/backend-error.ts';
import type { Deployment } from './deployment.ts';

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
  const each = (names: readonly string[], nameOf: (part: string) => string): Readonly<Record<string, string>> =>
    Object.fromEntries(names.map((name) => [name, output(nameOf(pascalCase(name)))]));
  const { topics, queues, consumers } = definition;
  const withDeadLetters = Object.keys(queues).filter((name) => queues[name]?.deadLetter.kind === 'queue');
  const found: Deployment = {
    tableName: output('TableName'),
    tableStreamArn: output('TableStreamArn'),
    queueUrls: each(Object.keys(queues), (name) => `Queue${name}Url`),
    deadLetterUrls: each(withDeadLetters, (name) => `DeadLetter${name}Url`),
    topicArns: each(Object.keys(topics), (name) => `Topic${name}Arn`),
    functionNames: each(Object.keys(consumers), (name) => `Function${name}Name`),
    relayFunctionName: output('RelayFunctionName'),
    relayFailuresUrl: output('RelayFailuresUrl'),
  };
  if (missing.length > 0) {
    throw backendError(
      `the stacks of pipeline "${definition.name}" must show their outputs, found no ${missing.join(', ')}`,
      'deploy again with npm run local',
    );
  }
  return found;
}

/** As the stacks name their outputs. */
function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
