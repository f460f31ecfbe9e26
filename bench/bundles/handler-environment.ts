import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';

/** Every variable that a handler of the definition reads when it starts; none of them leads anywhere. */
export function handlerEnvironment(): Readonly<Record<string, string>> {
  const names = [
    environmentVariables.table,
    environmentVariables.deadLetterQueue,
    environmentVariables.sourceQueue,
    environmentVariables.payloadBucket,
    ...Object.keys(orders.topics).map((name) => environmentVariables.topic(name)),
    ...Object.keys(orders.queues).flatMap((name) => [
      environmentVariables.queue(name),
      environmentVariables.mapping(name),
    ]),
  ];
  const settings = Object.values(orders.consumers).flatMap((consumer) => [...consumer.settings]);
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    ...Object.fromEntries(names.map((name) => [name, 'none'])),
    ...Object.fromEntries(settings.map((name) => [name, '0'])),
  };
}
