import { describe, expect, it } from '@jest/globals';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Template } from 'aws-cdk-lib/assertions';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { EventQueue } from '../../../../lib/constructs/messaging/event-queue.ts';
import type { EventQueueProps } from '../../../../lib/constructs/messaging/event-queue-props.ts';
import {
  QueueConsumer,
  type QueueConsumerProps,
  queueConsumerDefaults,
} from '../../../../lib/constructs/messaging/queue-consumer.ts';
import { Scaling } from '../../../../lib/constructs/messaging/scaling.ts';
import { onlyResource, statementsOf, templateOf } from '../../synth.ts';

const seconds = (count: number): Duration => Duration.seconds(count);

interface Reading {
  readonly queue?: EventQueueProps;
  readonly timeout?: Duration | undefined;
  readonly reserved?: number;
  readonly consumer?: Omit<QueueConsumerProps, 'queue' | 'handler'>;
}

function read(stack: Stack, { queue, consumer, reserved, ...rest }: Reading = {}): QueueConsumer {
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ batchItemFailures: [] })'),
    timeout: 'timeout' in rest ? rest.timeout : seconds(30),
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
  });
  return new QueueConsumer(stack, 'Consumer', { queue: new EventQueue(stack, 'Orders', queue), handler, ...consumer });
}

const templateWith = (reading?: Reading): Template => templateOf((stack) => read(stack, reading));
const mappingWith = (reading?: Reading): unknown =>
  onlyResource(templateWith(reading), 'AWS::Lambda::EventSourceMapping');

describe('QueueConsumer', () => {
  it('has the documented defaults', () => {
    expect(queueConsumerDefaults).toEqual({ batchSize: 10, batchWindow: seconds(0), enabled: true });
  });

  it('reads ten records at a time and has the failed ones alone come again', () => {
    expect(mappingWith()).toEqual({
      BatchSize: 10,
      Enabled: true,
      EventSourceArn: { 'Fn::GetAtt': ['OrdersQueueC538DD4C', 'Arn'] },
      FunctionName: { Ref: expect.stringMatching(/^Handler/) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MetricsConfig: { Metrics: ['EventCount'] },
    });
  });

  it('grants the function that queue and nothing else', () => {
    expect(statementsOf(templateWith())).toEqual([
      {
        Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': ['OrdersQueueC538DD4C', 'Arn'] },
      },
    ]);
  });

  it('renders window, filters and whether it is enabled', () => {
    const reading: Reading = {
      queue: { batchWindow: seconds(5) },
      consumer: { batchSize: 100, batchWindow: seconds(5), filters: [{ pattern: '{"body":{}}' }], enabled: false },
    };

    expect(mappingWith(reading)).toMatchObject({
      BatchSize: 100,
      Enabled: false,
      FilterCriteria: { Filters: [{ Pattern: '{"body":{}}' }] },
      MaximumBatchingWindowInSeconds: 5,
    });
  });

  it.each<[string, Scaling, unknown]>([
    ['a limit', Scaling.maxConcurrency(5), { ScalingConfig: { MaximumConcurrency: 5 } }],
    [
      'pollers',
      Scaling.provisioned({ min: 2, max: 20 }),
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 20 } },
    ],
  ])('scales by %s', (_, scaling, expected) => {
    expect(mappingWith({ consumer: { scaling } })).toMatchObject(expected as Record<string, unknown>);
  });

  it('applies overrides last', () => {
    expect(mappingWith({ consumer: { overrides: { batchSize: 1 } } })).toMatchObject({ BatchSize: 1 });
  });

  it.each<[string, Reading]>([
    ['one record', { consumer: { batchSize: 1 } }],
    ['10 records of a FIFO queue', { queue: { fifo: true }, consumer: { batchSize: 10 } }],
    ['10000 records', windowed(1, { batchSize: 10_000 })],
    ['a window of 300 s', windowed(300)],
    ['a limit of 2', { consumer: { scaling: Scaling.maxConcurrency(2) } }],
    ['a limit of 1000', { consumer: { scaling: Scaling.maxConcurrency(1000) } }],
    ['2 to 2 pollers', { consumer: { scaling: Scaling.provisioned({ min: 2, max: 2 }) } }],
    ['200 to 2000 pollers', { consumer: { scaling: Scaling.provisioned({ min: 200, max: 2000 }) } }],
    ['a visibility of six timeouts', { queue: { consumerTimeout: seconds(10) }, timeout: seconds(10) }],
    ['a function without a timeout of its own', { queue: { consumerTimeout: seconds(3) }, timeout: undefined }],
  ])('accepts %s', (_, reading) => {
    expect(() => templateWith(reading)).not.toThrow();
  });

  it.each<[string, Reading, string]>([
    ['no record', { consumer: { batchSize: 0 } }, 'batchSize without a batchWindow must be between 1 and 10, got 0'],
    ['11 records', { consumer: { batchSize: 11 } }, 'batchSize without a batchWindow must be between 1 and 10, got 11'],
    [
      '11 records of a FIFO queue',
      { queue: { fifo: true }, consumer: { batchSize: 11 } },
      'batchSize of a FIFO queue must be between 1 and 10, got 11',
    ],
    ['10001 records', windowed(1, { batchSize: 10_001 }), 'batchSize must be between 1 and 10000, got 10001'],
    ['a window of 301 s', windowed(301), 'batchWindow must be between 0 and 300 s, got 301 s'],
    [
      'a window on a FIFO queue',
      { queue: { fifo: true, visibilityTimeout: seconds(600) }, consumer: { batchWindow: seconds(1) } },
      'batchWindow of a FIFO queue must be 0 s, got 1 s',
    ],
    [
      'a limit of 1',
      { consumer: { scaling: Scaling.maxConcurrency(1) } },
      'maxConcurrency must be between 2 and 1000, got 1',
    ],
    [
      'a limit of 1001',
      { consumer: { scaling: Scaling.maxConcurrency(1001) } },
      'maxConcurrency must be between 2 and 1000, got 1001',
    ],
    [
      '1 poller at least',
      { consumer: { scaling: Scaling.provisioned({ min: 1, max: 2 }) } },
      'pollers: min must be between 2 and 200, got 1',
    ],
    [
      '201 pollers at least',
      { consumer: { scaling: Scaling.provisioned({ min: 201, max: 300 }) } },
      'pollers: min must be between 2 and 200, got 201',
    ],
    [
      '2001 pollers at most',
      { consumer: { scaling: Scaling.provisioned({ min: 2, max: 2001 }) } },
      'pollers: max must be between 2 and 2000, got 2001',
    ],
    [
      'more pollers at least than at most',
      { consumer: { scaling: Scaling.provisioned({ min: 5, max: 4 }) } },
      'pollers: max must be at least min (5), got 4',
    ],
    [
      '(failure mode 1) a visibility below six timeouts of the function',
      { queue: { consumerTimeout: seconds(30) }, timeout: seconds(31) },
      "visibilityTimeout of the queue (6 x the function's timeout + batchWindow) must be at least 186 s, got 180 s",
    ],
    [
      'a visibility that leaves the window out',
      { queue: { consumerTimeout: seconds(30) }, consumer: { batchWindow: seconds(1) } },
      'must be at least 181 s, got 180 s',
    ],
  ])('rejects %s', (_, reading, message) => {
    expect(() => templateWith(reading)).toThrow(message);
  });

  it.each([
    [undefined, 'none'],
    [Scaling.maxConcurrency(6), '6'],
    [Scaling.provisioned({ min: 2, max: 2 }), 'none'],
  ])('failure mode 10: rejects a function that reserves 5 while its mapping may start more (%#)', (scaling, got) => {
    const make = (): Template => templateWith({ reserved: 5, consumer: { ...(scaling && { scaling }) } });

    expect(make).toThrow(
      `maxConcurrency of the scaling must be at most the function's reserved concurrency (5), got ${got}`,
    );
  });

  it('failure mode 10: limits the mapping, which then receives no more than the function can take', () => {
    const reading = { reserved: 5, consumer: { scaling: Scaling.maxConcurrency(5) } };

    expect(mappingWith(reading)).toMatchObject({ ScalingConfig: { MaximumConcurrency: 5 } });
  });
});

function windowed(window: number, consumer: Reading['consumer'] = {}): Reading {
  return {
    queue: { visibilityTimeout: seconds(600) },
    consumer: { ...consumer, batchWindow: seconds(window) },
  };
}
