import { describe, expect, it } from '@jest/globals';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { deploymentOf } from '../../../localstack/deploy/deployment-of.ts';

const queues = ['Orders', 'Fulfilment', 'Inventory', 'Payments', 'Shipping', 'Notifications', 'Returns', 'Refunds'];
const functions = [
  'PlaceOrder',
  'FulfilOrder',
  'Inventory',
  'Payments',
  'Shipping',
  'NotifyCustomer',
  'ProcessReturns',
  'RefundOrder',
];
const outputs = new Map(
  [
    ...[
      'TableName',
      'TableStreamArn',
      'PayloadBucketName',
      'RelayFunctionName',
      'RelayFailuresUrl',
      'SweeperFunctionName',
      'EventIndexTableName',
      'EventIndexStreamArn',
      'IndexerFunctionName',
      'IndexerFailuresUrl',
      'ProjectorFunctionName',
      'TopicOrderEventsArn',
    ],
    ...queues.flatMap((name) => [`Queue${name}Url`, `DeadLetter${name}Url`]),
    ...functions.map((name) => `Function${name}Name`),
    // What one stack exports to another is among the outputs as well.
    'ExportsOutputRefTable',
  ].map((key) => [key, `value of ${key}`]),
);

describe('deploymentOf', () => {
  it('names everything as the definition does', () => {
    const deployment = deploymentOf(coreOrders, outputs);

    expect(deployment).toMatchObject({
      tableName: 'value of TableName',
      tableStreamArn: 'value of TableStreamArn',
      payloadBucketName: 'value of PayloadBucketName',
      relayFunctionName: 'value of RelayFunctionName',
      sweeperFunctionName: 'value of SweeperFunctionName',
      relayFailuresUrl: 'value of RelayFailuresUrl',
      index: { tableName: 'value of EventIndexTableName', streamArn: 'value of EventIndexStreamArn' },
      topicArns: { orderEvents: 'value of TopicOrderEventsArn' },
    });
    expect(deployment.queueUrls).toMatchObject({ orders: 'value of QueueOrdersUrl' });
    expect(Object.keys(deployment.deadLetterUrls)).toEqual(Object.keys(coreOrders.queues));
    expect(Object.keys(deployment.functionNames)).toEqual(Object.keys(coreOrders.consumers));
  });

  it('leaves out what needs a broker that the stacks do not tell of', () => {
    expect(deploymentOf(orders, outputs)).toEqual(deploymentOf(coreOrders, outputs));

    const bridged = new Map([
      ...outputs,
      ['Brokers', 'kafka'],
      ['QueueKafkaBridgeUrl', 'value'],
      ['DeadLetterKafkaBridgeUrl', 'value'],
      ['FunctionForwardToKafkaName', 'value'],
      ['FunctionSalesProjectionName', 'value'],
    ]);
    const { definition, functionNames } = deploymentOf(orders, bridged);

    expect(Object.keys(definition.queues)).toEqual([...Object.keys(coreOrders.queues), 'kafkaBridge']);
    expect(Object.keys(functionNames).slice(-2)).toEqual(['forwardToKafka', 'salesProjection']);
  });

  it('rejects stacks that are not whole, naming every output that is missing', () => {
    const partly = new Map([...outputs].filter(([key]) => !['TableName', 'QueuePaymentsUrl'].includes(key)));

    expect(() => deploymentOf(coreOrders, partly)).toThrow(
      expect.objectContaining({
        code: 'backend-failed',
        message: expect.stringContaining('found no TableName, QueuePaymentsUrl'),
      }),
    );
  });
});
