import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { testDirectory } from '../../../localstack/backends/project-paths.ts';
import { type Endpoint, startEndpoint } from '../../../localstack/backends/start-endpoint.ts';
import { clientSettings } from '../../../localstack/deploy/client-settings.ts';
import { deployApp } from '../../../localstack/deploy/deploy-app.ts';
import type { Deployment } from '../../../localstack/deploy/deployment.ts';

const deployMs = 120_000;
const directory = join(testDirectory, `deploy-${randomUUID()}`);

describe('deployApp', () => {
  let endpoint: Endpoint;
  let deployment: Deployment;

  beforeAll(async () => {
    endpoint = await startEndpoint({ directory, owned: true });
    deployment = await deployApp({ endpoint: endpoint.url, directory });
  }, deployMs);

  afterAll(async () => {
    await endpoint.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('answers every queue and function of the definition', () => {
    expect(Object.keys(deployment.queueUrls)).toEqual(Object.keys(coreOrders.queues));
    expect(Object.keys(deployment.functionNames)).toEqual(Object.keys(coreOrders.consumers));
  });

  it('switches the expiry of the table on, which the endpoint leaves off', async () => {
    const dynamo = new DynamoDBClient(clientSettings(endpoint.url));

    const expiry = await dynamo.send(new DescribeTimeToLiveCommand({ TableName: deployment.tableName }));

    expect(expiry.TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  it(
    'changes nothing when it is repeated',
    async () => {
      const told: string[] = [];

      const again = await deployApp({ endpoint: endpoint.url, directory, say: (line) => told.push(line) });

      expect(again).toEqual(deployment);
      expect(told.filter((line) => line.startsWith('✅'))).toEqual([
        expect.stringContaining('orders-local-data (no changes)'),
        expect.stringContaining('orders-local-messaging (no changes)'),
        expect.stringContaining('orders-local-index (no changes)'),
        expect.stringContaining('orders-local-consumers (no changes)'),
      ]);
    },
    deployMs,
  );

  it(
    'fails with what cdk said when the app cannot be synthesised',
    async () => {
      const broken = deployApp({ endpoint: endpoint.url, directory, context: { account: 'nobody' } });

      await expect(broken).rejects.toMatchObject({ code: 'backend-failed', message: expect.stringMatching(/nobody/u) });
    },
    deployMs,
  );

  it('rejects an endpoint that is not on this machine', async () => {
    const remote = deployApp({ endpoint: 'https://cloudformation.us-east-1.amazonaws.com', directory });

    await expect(remote).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
