import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createEventSourceControl } from '../../lambdas/adapters/lambda/event-source-control.ts';
import { createLambdaClient } from '../../lambdas/adapters/lambda/lambda-client.ts';
import { createSourceGuardHost } from '../../lambdas/adapters/lambda/source-guard-host.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { circuitBreaker } from '../../lambdas/contracts/definition/circuit-breaker.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { createRetryBudget } from '../../lambdas/core/breaker/retry-budget.ts';
import { type SourceGuard, createSourceGuard } from '../../lambdas/core/breaker/source-guard.ts';
import { type ConsumedQueues, consumedQueues } from '../support/consumed-queues.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const dynamo = createDynamoClient();
const lambda = createLambdaClient();
const sqs = createSqsClient();
const tableName = `source-guard-${randomUUID()}`;
const items = createDynamoItemStore({ client: dynamo, tableName, sleep, random: Math.random });
const policy = circuitBreaker({ entry: 'guard.ts' });

let day = 0;
let queues: ConsumedQueues;
let clock: ReturnType<typeof fixedClock>;
let guard: SourceGuard;
const open = async (queue: string): Promise<void> => {
  await createRetryBudget({ items, clock, telemetry: recordingTelemetry(), queue, policy }).take(policy.failureBudget);
};
const coolDown = (): void => {
  clock.advance(policy.coolDownSeconds * 1000);
};

beforeAll(async () => {
  await createEventTable(dynamo, tableName);
  queues = await consumedQueues({ lambda, sqs }, ['guarded', 'manual', 'witness']);
}, 60_000);

beforeEach(() => {
  // A day apart, so that no test finds a breaker that another has left open.
  day += 1;
  clock = fixedClock(Date.UTC(2026, 0, day));
  const control = createEventSourceControl({ lambda, mappingOf: queues.mappingOf });
  const seen = { clock, telemetry: recordingTelemetry() };
  guard = createSourceGuard({
    ...{ items, control, policy, leaseSeconds: 80, queues: ['guarded', 'manual'], sleep, ...seen },
  });
});

afterAll(async () => {
  await queues.remove();
  await dynamo.send(new DeleteTableCommand({ TableName: tableName }));
  dynamo.destroy();
  lambda.destroy();
  sqs.destroy();
});

describe('the guard of real event source mappings', () => {
  it('failure mode 78: pauses the source of an open breaker, keeps its messages, and resumes it after the cool-down', async () => {
    await open('guarded');

    expect(await guard.look()).toEqual({ open: 1, halfOpen: 0, paused: 1, failed: 0 });
    await queues.send('guarded', 'kept');
    // Batches of another queue that are sent later and taken show that the mappings are being served meanwhile.
    for (const body of ['one', 'two', 'three']) {
      await queues.send('witness', body);
      await emptied('witness');
    }
    expect(await queues.left('guarded')).toBe(1);

    coolDown();
    expect(await guard.look()).toEqual({ open: 0, halfOpen: 1, paused: 0, failed: 0 });
    await emptied('guarded');
  }, 60_000);

  it('leaves a mapping alone that an operator has disabled', async () => {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: queues.mappingOf('manual'), Enabled: false }));
    await open('manual');

    await guard.look();
    coolDown();
    await guard.look();

    expect(await stateOf('manual')).toBe('Disabled');
  });

  it('changes nothing of a mapping but whether it is enabled', async () => {
    const asked = { UUID: queues.mappingOf('guarded') };
    await open('guarded');

    await guard.look();
    coolDown();
    await guard.look();

    const { BatchSize, FunctionResponseTypes, ScalingConfig } = await lambda.send(
      new GetEventSourceMappingCommand(asked),
    );
    expect({ BatchSize, FunctionResponseTypes, ScalingConfig }).toEqual({
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});

describe('the deployed guard', () => {
  const variables = {
    [environmentVariables.table]: tableName,
    ...Object.fromEntries(Object.keys(orders.queues).map((queue) => [environmentVariables.mapping(queue), 'witness'])),
    [environmentVariables.mapping('payments')]: 'guarded',
  };

  it('finds table and mappings in its environment, looks once when its time is short, and pauses what is open', async () => {
    for (const [name, value] of Object.entries(variables)) {
      process.env[name] = name === environmentVariables.table ? value : queues.mappingOf(value);
    }
    await createRetryBudget({
      ...{ items, policy, clock: systemClock, telemetry: recordingTelemetry(), queue: 'payments' },
    }).take(policy.failureBudget);

    const handler = createSourceGuardHost(orders);
    const look = await handler({}, { getRemainingTimeInMillis: () => 5000 });

    expect(look).toEqual({ open: 1, halfOpen: 0, paused: 1, failed: 0 });
    expect(await stateOf('guarded')).toBe('Disabled');
    expect(await stateOf('witness')).toBe('Enabled');
    for (const name of Object.keys(variables)) {
      Reflect.deleteProperty(process.env, name);
    }
  });

  it('fails to start with the names of all variables that are missing', () => {
    expect(() => createSourceGuardHost(orders)).toThrow(
      expect.objectContaining({ code: 'environment-invalid', message: expect.stringContaining('EVENT_TABLE_NAME') }),
    );
  });
});

async function stateOf(queue: string): Promise<string | undefined> {
  const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID: queues.mappingOf(queue) }));
  return State;
}

async function emptied(queue: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while ((await queues.left(queue)) > 0) {
    expect(Date.now()).toBeLessThan(deadline);
    await pause(50);
  }
}
