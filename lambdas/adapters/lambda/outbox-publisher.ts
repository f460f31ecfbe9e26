import type { Home } from '../../contracts/definition/home.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { routesOf } from '../../contracts/definition/routes-of.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import { createSnsClient } from '../sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../sns-sqs/sns-sqs-publisher.ts';
import { createSqsClient } from '../sns-sqs/sqs-client.ts';
import { sleep } from '../system/sleep.ts';
import { readEnvironment } from './read-environment.ts';

/**
 * The publisher of what a pipeline committed.
 *
 * Addresses of topics and queues are read when a message first needs one, so that no variable is needed for a home that
 * nobody publishes to.
 */
export function outboxPublisher(pipeline: PipelineDefinition): Publisher {
  return createSnsSqsPublisher({
    ...{ sqs: createSqsClient(), sns: createSnsClient(), routes: routesOf(pipeline), addressOf },
    ...{ sleep, random: Math.random },
  });
}

function addressOf({ kind, name }: Home): string {
  const variable = kind === 'topic' ? environmentVariables.topic(name) : environmentVariables.queue(name);
  return readEnvironment({ address: variable }).address;
}
