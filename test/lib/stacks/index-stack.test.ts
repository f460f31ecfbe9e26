import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { eventIndex } from '../../../lambdas/contracts/definition/event-index.ts';
import { coreOrders as orders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { ordersProjections } from '../../../lambdas/projections/orders/orders-projections.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { logicalIds, outputNames, scrubbed, stacksOf } from './orders-stacks.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Condition?: { readonly 'ForAllValues:StringLike'?: Readonly<Record<string, readonly string[]>> };
}

function templateOf(environment: string): Template {
  const { index } = stacksOf(environmentNamed(environment));
  if (index === undefined) {
    throw new TypeError('the reference application must index its events');
  }
  return Template.fromStack(index);
}

const dev = templateOf('dev');

/** What a role may do and where, apart from its traces and its own logs. */
function permissions(role: string): readonly unknown[] {
  const policies = Object.entries(dev.findResources('AWS::IAM::Policy'));
  const statements = policies
    .filter(([id]) => id.startsWith(`${role}RoleDefaultPolicy`))
    .flatMap(
      ([, { Properties }]) =>
        (Properties as { PolicyDocument: { Statement: readonly Statement[] } }).PolicyDocument.Statement,
    );
  return statements
    .filter(({ Action }) => !JSON.stringify(Action).includes('logs:'))
    .map(({ Action, Condition }) => [
      [Action].flat().map((action) => action.replace('dynamodb:', '')),
      Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? 'everywhere',
    ]);
}

const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

describe('IndexStack', () => {
  it('lets the indexer read the streams that are indexed, write the index and read the stream of changes, nothing else', () => {
    const categories = orders.eventIndex?.categories.map((category) => `${category}-*`);

    expect(permissions('Indexer')).toEqual([
      [['GetItem', 'Query'], categories],
      [
        ['ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
        ['index-*', 'indexed-*'],
      ],
      [stream, 'everywhere'],
      [['sqs:SendMessage'], 'everywhere'],
    ]);
  });

  it('lets the projector read the index, work on subscriptions and views, and be woken, nothing else', () => {
    expect(permissions('Projector')).toEqual([
      [['GetItem', 'Query'], ['index-*']],
      [
        ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
        ['checkpoint-*', 'projection-*', 'view-*'],
      ],
      [stream, 'everywhere'],
      [['sqs:SendMessage'], 'everywhere'],
    ]);
  });

  it('invokes the indexer for tips of indexed streams alone, and keeps what it cannot index', () => {
    const prefixes = orders.eventIndex?.categories.map((category) => ({ prefix: `${category}-` }));

    dev.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT', 'MODIFY'],
              dynamodb: { Keys: { sk: { S: ['tip'] }, pk: { S: prefixes } } },
            }),
          },
        ],
      },
    });
  });

  it('leaves both streams to a poller from outside in local', () => {
    const mappings = Object.values(templateOf('local').findResources('AWS::Lambda::EventSourceMapping'));

    expect(mappings.map(({ Properties }) => (Properties as { Enabled: boolean }).Enabled)).toEqual([false, false]);
  });

  it('has alarms that say what to do', () => {
    const alarms = Object.entries(dev.findResources('AWS::CloudWatch::Alarm'));
    const ofFunctions = alarms.filter(([id]) => /Alarms(?:Failing|Slow|Throttled)/u.test(id));
    const others = alarms.filter((alarm) => !ofFunctions.includes(alarm));
    const said = others.map(([, { Properties }]) => (Properties as { AlarmDescription: string }).AlarmDescription);

    expect(ofFunctions).toHaveLength(2 * 3);
    expect(said).toHaveLength(5 + 3 * ordersProjections.length);
    for (const sentence of said) {
      expect(sentence).toMatch(/pipeline events (?:lag|check|skip)/);
    }
  });

  it('shows its functions and where failures lie', () => {
    const { index } = stacksOf();

    expect(index && outputNames(index)).toEqual([
      'IndexerFailuresUrl',
      'IndexerFunctionName',
      'ProjectorFailuresUrl',
      'ProjectorFunctionName',
    ]);
  });

  it('is absent, with its table, where the definition has no index', () => {
    const { eventIndex: indexed, ...without } = orders;
    const { data, index } = stacksOf(environmentNamed('dev'), without);

    expect(indexed).toBeDefined();
    expect(index).toBeUndefined();
    expect(logicalIds(data, 'AWS::DynamoDB::GlobalTable')).toEqual(['EventsTable4B7491D3']);
  });

  it('follows the limits of the definition', () => {
    const indexed = eventIndex({ entry: 'a.ts', categories: ['order'], projector: { entry: 'b.ts', everyMinutes: 5 } });
    const { index } = stacksOf(environmentNamed('dev'), { ...orders, eventIndex: indexed });

    expect(index).toBeDefined();
    if (index !== undefined) {
      Template.fromStack(index).hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
    }
  });

  it('is as it was', () => {
    const { index } = stacksOf();

    expect(index && scrubbed(index)).toMatchSnapshot();
  });
});
