import { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createS3Payloads } from '../../lambdas/adapters/s3/s3-payloads.ts';
import { createQueueSender } from '../../lambdas/adapters/sns-sqs/queue-sender.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { createSqsDeadLetterQueue } from '../../lambdas/adapters/sns-sqs/sqs-dead-letter-queue.ts';
import { createJitteredBackoff } from '../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import type { DeadLetterQueue } from '../../lambdas/core/ports/dead-letter-queue.ts';
import { runningBrokers } from '../../localstack/backends/brokers/start-brokers.ts';
import { runDirectory } from '../../localstack/backends/project-paths.ts';
import { brokerVariables } from '../../localstack/brokers/broker-variables.ts';
import { deploymentOf } from '../../localstack/deploy/deployment-of.ts';
import type { Deployment } from '../../localstack/deploy/deployment.ts';
import { deployedOutputs } from '../command/deployed-outputs.ts';
import { localEnvironment } from '../command/deployed-place.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { brokerLetters } from './broker-letters.ts';
import { createOperations } from './create-operations.ts';
import { invokeSweeper } from './invoke-sweeper.ts';
import type { Operations } from './operations.ts';

/** Longer than any function runs, so that a sweep is waited for. */
const invocationMs = 905_000;

/**
 * Opens what is deployed in the environment that the options name; clients are made from this process's environment,
 * which is set for it.
 *
 * @throws PipelineError `backend-failed` with what to do when nothing is deployed there.
 */
export async function deployedOperations(options: ParsedOptions): Promise<Operations> {
  const outputs = await deployedOutputs(orders, options);
  const deployment = deploymentOf(orders, outputs);
  const dynamo = createDynamoClient();
  const clients = { sqs: createSqsClient(), sns: createSnsClient() };
  const lambda = new LambdaClient({ requestHandler: { requestTimeout: invocationMs } });
  const jitter = { sleep, random: Math.random };
  const bucketName = outputs.get(stackOutputNames.payloadBucket);
  const brokers = brokerLetters(orders, await brokerAddresses(options));
  return createOperations({
    ...{ definition: orders, clock: systemClock, ids: uuidSource, sleep },
    items: createDynamoItemStore({ client: dynamo, tableName: deployment.tableName, ...jitter }),
    backoff: createJitteredBackoff(jitter),
    payloads: bucketName === undefined ? undefined : createS3Payloads({ bucketName }),
    sourcesOf: (queue) => deadLetterUrls(deployment, outputs, queue).map((url) => deadLetters(clients.sqs, url)),
    senderOf: (queue) => {
      const queueUrl = deployment.queueUrls[queue] ?? '';
      return createQueueSender({ ...clients, ...jitter, queueUrl, fifo: isFifo(queueUrl) });
    },
    relay: {
      failures: deadLetters(clients.sqs, deployment.relayFailuresUrl),
      sweep: () => invokeSweeper(lambda, deployment.sweeperFunctionName),
    },
    brokers,
    close: async () => {
      for (const client of [dynamo, clients.sqs, clients.sns, lambda]) {
        client.destroy();
      }
      await brokers.close();
    },
  });
}

/** Those of a local run are known; elsewhere they are given as deployed functions are given them. */
async function brokerAddresses(options: ParsedOptions): Promise<Readonly<Record<string, string | undefined>>> {
  const isLocal = (options.text('env') ?? localEnvironment) === localEnvironment;
  const running = isLocal ? await runningBrokers(options.text('directory') ?? runDirectory) : undefined;
  return running === undefined ? process.env : brokerVariables(running);
}

/** Its dead-letter queue, and the queues of what its subscriptions could not deliver to it. */
function deadLetterUrls(
  { deadLetterUrls: urls }: Pick<Deployment, 'deadLetterUrls'>,
  outputs: ReadonlyMap<string, string>,
  queue: string,
): readonly string[] {
  const undelivered = Object.keys(orders.topics).map((topic) =>
    outputs.get(stackOutputNames.undelivered(topic, queue)),
  );
  return [urls[queue], ...undelivered].filter((url) => url !== undefined);
}

function deadLetters(sqs: SQSClient, deadLetterQueueUrl: string): DeadLetterQueue {
  return createSqsDeadLetterQueue({ sqs, deadLetterQueueUrl, fifo: isFifo(deadLetterQueueUrl) });
}

function isFifo(url: string): boolean {
  return url.endsWith('.fifo');
}
