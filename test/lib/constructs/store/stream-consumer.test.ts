import { describe, expect, it } from '@jest/globals';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Template } from 'aws-cdk-lib/assertions';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { EventTable } from '../../../../lib/constructs/store/event-table.ts';
import { StreamConsumer } from '../../../../lib/constructs/store/stream-consumer.ts';
import { streamConsumerDefaults } from '../../../../lib/constructs/store/stream-consumer-defaults.ts';
import type { StreamConsumerProps } from '../../../../lib/constructs/store/stream-consumer-props.ts';
import { createStack, onlyResource, statementsOf, templateOf } from '../../synth.ts';

type Settings = Omit<StreamConsumerProps, 'table' | 'handler'>;

function read(stack: Stack, settings: Settings = {}): StreamConsumer {
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ batchItemFailures: [] })'),
  });
  return new StreamConsumer(stack, 'Relay', { table: new EventTable(stack, 'Events'), handler, ...settings });
}

const templateWith = (settings?: Settings): Template => templateOf((stack) => read(stack, settings));
const mappingWith = (settings?: Settings): unknown =>
  onlyResource(templateWith(settings), 'AWS::Lambda::EventSourceMapping');
const failures = { 'Fn::GetAtt': ['RelayFailuresQueue133AF048', 'Arn'] };
const stream = { 'Fn::GetAtt': ['EventsTable4B7491D3', 'StreamArn'] };

describe('StreamConsumer', () => {
  it('has the documented defaults', () => {
    expect(streamConsumerDefaults).toEqual({
      batchSize: 100,
      batchWindow: Duration.seconds(0),
      retryAttempts: 10,
      maxRecordAge: Duration.hours(12),
      parallelizationFactor: 1,
      eventNames: ['INSERT', 'MODIFY'],
      enabled: true,
    });
  });

  it('reads inserts and changes from the beginning, halves failing batches and keeps what it gives up', () => {
    expect(mappingWith()).toEqual({
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: failures } },
      Enabled: true,
      EventSourceArn: stream,
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
      FunctionName: { Ref: expect.stringMatching(/^Handler/) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 43_200,
      MaximumRetryAttempts: 10,
      MetricsConfig: { Metrics: ['EventCount'] },
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
    });
  });

  it('grants the function that stream and the sending of failures and nothing else', () => {
    expect(statementsOf(templateWith())).toEqual([
      {
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        Effect: 'Allow',
        Resource: stream,
      },
      { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: failures },
    ]);
  });

  it('keeps failures in an encrypted queue for 14 days', () => {
    expect(onlyResource(templateWith(), 'AWS::SQS::Queue')).toEqual({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });

  it('raises alarms on a failure and on a lag', () => {
    const template = templateWith({ alarms: QueueAlarms.on({ oldestMessage: Duration.minutes(1) }) });

    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'IteratorAge',
      Namespace: 'AWS/Lambda',
      Statistic: 'Maximum',
      Threshold: 60_000,
    });
  });

  it('reads the changes of those items alone whose keys it names', () => {
    expect(mappingWith({ keys: { sk: ['tip'], pk: [{ prefix: 'order-' }] } })).toMatchObject({
      FilterCriteria: {
        Filters: [
          {
            Pattern:
              '{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"sk":{"S":["tip"]},"pk":{"S":[{"prefix":"order-"}]}}}}',
          },
        ],
      },
    });
  });

  it('lets its alarms say what to do', () => {
    const alarms = templateWith({ advice: 'run the check' }).findResources('AWS::CloudWatch::Alarm');
    const said = Object.values(alarms).map(
      ({ Properties }) => (Properties as { readonly AlarmDescription: string }).AlarmDescription,
    );

    expect(said.sort()).toEqual([
      'a message failed for good: run the check',
      'the stream is read more than 900 seconds late: run the check',
    ]);
  });

  it('raises no alarm where alarms are off', () => {
    expect(read(createStack(), { alarms: QueueAlarms.off('a test') }).alarms).toEqual([]);
  });

  it('is synthesised disabled where the stream is polled from outside', () => {
    expect(mappingWith({ enabled: false })).toMatchObject({ Enabled: false });
  });

  it('applies overrides last', () => {
    expect(mappingWith({ overrides: { bisectBatchOnError: false } })).toMatchObject({
      BisectBatchOnFunctionError: false,
    });
  });

  it.each<[Settings]>([
    [{ batchSize: 1 }],
    [{ batchSize: 1000 }],
    [{ batchWindow: Duration.seconds(300) }],
    [{ retryAttempts: 0 }],
    [{ retryAttempts: 10_000 }],
    [{ maxRecordAge: Duration.seconds(60) }],
    [{ maxRecordAge: Duration.hours(24) }],
    [{ parallelizationFactor: 1 }],
    [{ parallelizationFactor: 10 }],
  ])('accepts a setting at its limit: %j', (settings) => {
    expect(() => templateWith(settings)).not.toThrow();
  });

  it.each<[Settings, string]>([
    [{ batchSize: 0 }, 'batchSize must be between 1 and 1000, got 0'],
    [{ batchSize: 1001 }, 'batchSize must be between 1 and 1000, got 1001'],
    [{ batchWindow: Duration.seconds(301) }, 'batchWindow must be between 0 and 300 s, got 301 s'],
    [{ retryAttempts: -1 }, 'retryAttempts must be between 0 and 10000, got -1'],
    [{ retryAttempts: 10_001 }, 'retryAttempts must be between 0 and 10000, got 10001'],
    [{ maxRecordAge: Duration.seconds(59) }, 'maxRecordAge must be between 60 and 86400 s, got 59 s'],
    [{ maxRecordAge: Duration.seconds(86_401) }, 'maxRecordAge must be between 60 and 86400 s, got 86401 s'],
    [{ parallelizationFactor: 0 }, 'parallelizationFactor must be between 1 and 10, got 0'],
    [{ parallelizationFactor: 11 }, 'parallelizationFactor must be between 1 and 10, got 11'],
    [{ eventNames: [] }, 'eventNames must name a kind of change, got none'],
  ])('rejects a setting beyond its limit: %j', (settings, message) => {
    expect(() => templateWith(settings)).toThrow(message);
  });
});
