import { createEventSourceControl } from '../../lambdas/adapters/lambda/event-source-control.ts';
import { createLambdaClient } from '../../lambdas/adapters/lambda/lambda-client.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { consumedQueues } from '../support/consumed-queues.ts';
import { sourceControlConformance } from './source-control-conformance.ts';

sourceControlConformance('event source mappings', async () => {
  const clients = { lambda: createLambdaClient(), sqs: createSqsClient() };
  const { mappingOf, remove } = await consumedQueues(clients, ['orders', 'payments']);
  return {
    control: createEventSourceControl({ lambda: clients.lambda, mappingOf }),
    queues: ['orders', 'payments'],
    close: async () => {
      await remove();
      clients.lambda.destroy();
      clients.sqs.destroy();
    },
  };
});
