import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { coreOrders as orders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { schedules } from '../../../lambdas/contracts/definition/schedules.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { outputNames, scrubbed, stacksOf } from './orders-stacks.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Condition?: unknown;
  readonly Resource: unknown;
}

/** Sets imported values to the last part of their name, which tells what they are. */
function readable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value).replace(
      /\{"Fn::ImportValue":"orders-dev-[a-z]+:ExportsOutput(FnGetAtt|Ref)([A-Za-z]+?)[0-9A-F]{8}([A-Za-z]*?)[0-9A-F]{8}"\}/g,
      (_, ...[kind, name, attribute]: string[]) => JSON.stringify(kind === 'Ref' ? name : `${name}.${attribute}`),
    ),
  );
}

const dev = Template.fromStack(stacksOf().consumers);

/** Everything the role of one function may do, apart from its traces and its own logs. */
function permissions(role: string, template = dev): readonly Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const found = policies.filter(([id]) => id.startsWith(`${role}RoleDefaultPolicy`));
  const statements = found.flatMap(
    ([, { Properties }]) =>
      (Properties as { PolicyDocument: { Statement: readonly Statement[] } }).PolicyDocument.Statement,
  );
  return readable(statements.filter(({ Action }) => !JSON.stringify(Action).includes('logs:'))) as readonly Statement[];
}

function variables(logicalIdPrefix: string, template = dev): unknown {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
  const found = functions.find(([id]) => id.startsWith(logicalIdPrefix));
  const { Properties } = (found?.[1] ?? {}) as { Properties?: { Environment: { Variables: unknown } } };
  return readable(Properties?.Environment.Variables);
}

const consume = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
] as const;
const storeActions = [
  'dynamodb:ConditionCheckItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
] as const;
const allow = (Action: unknown, Resource: unknown): unknown => ({ Action, Effect: 'Allow', Resource });
const leading = (...keys: string[]): unknown => ({
  Action: storeActions,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
  Effect: 'Allow',
  Resource: 'EventsTable.Arn',
});
const inPartitions = (Action: unknown, ...keys: string[]): unknown => ({
  Action,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': keys } },
  Effect: 'Allow',
  Resource: 'EventsTable.Arn',
});
const parkingIn = (partition: string): unknown => ({
  Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition, `${partition}-*`] } },
  Effect: 'Allow',
  Resource: 'EventsTable.Arn',
});
const inOrder = new Set(['Orders', 'Fulfilment', 'Refunds']);
const queues = ['fulfilment', 'inventory', 'notifications', 'orders', 'payments', 'refunds', 'returns', 'shipping'];

describe('ConsumersStack', () => {
  it.each([
    ['PlaceOrder', 'Orders', ['order-*']],
    ['FulfilOrder', 'Fulfilment', ['fulfilment-*']],
    ['Inventory', 'Inventory', ['reservation-*', 'restock-*', 'stock-*']],
    ['Payments', 'Payments', ['payment-*']],
    ['Shipping', 'Shipping', ['shipment-*']],
    ['NotifyCustomer', 'Notifications', ['inbox-*']],
    ['ProcessReturns', 'Returns', ['purchases-*']],
    ['RefundOrder', 'Refunds', ['refund-*']],
  ])('lets %s read its queue, park, count its failures and touch its own stores, nothing else', (name, queue, keys) => {
    expect(permissions(`Consumer${name}`)).toEqual([
      leading(...keys),
      inPartitions('dynamodb:PutItem', `breaker-${queue.toLowerCase()}`),
      inOrder.has(queue)
        ? parkingIn(`parked-${queue.toLowerCase()}`)
        : allow('sqs:SendMessage', `Queue${queue}DeadLetterQueue.Arn`),
      allow(consume, `Queue${queue}Queue.Arn`),
    ]);
  });

  it('lets the relay read the stream, settle outboxes and send to the homes of what is published, nothing else', () => {
    expect(permissions('Relay')).toEqual([
      allow('sns:Publish', 'TopicOrderEventsTopic'),
      allow('sqs:SendMessage', [
        { 'Fn::GetAtt': ['RelaySourceFailuresQueue4A09286A', 'Arn'] },
        'QueueFulfilmentQueue.Arn',
        'QueueInventoryQueue.Arn',
        'QueueOrdersQueue.Arn',
        'QueuePaymentsQueue.Arn',
        'QueueRefundsQueue.Arn',
        'QueueReturnsQueue.Arn',
        'QueueShippingQueue.Arn',
      ]),
      allow('dynamodb:UpdateItem', 'EventsTable.Arn'),
      allow(
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        'EventsTable.StreamArn',
      ),
    ]);
  });

  it('lets the guard read the breakers, keep what it paused and switch the mappings of queues, nothing else', () => {
    const mappings = Object.entries(dev.findResources('AWS::Lambda::EventSourceMapping')).map(([id]) => id);
    const [partitions, control, ...rest] = permissions('Guard');

    expect(rest).toEqual([]);
    expect(partitions).toEqual(
      inPartitions(
        ['dynamodb:PutItem', 'dynamodb:Query'],
        ...Object.values(orders.consumers).map(({ source }) => `breaker-${source}`),
      ),
    );
    expect(control).toMatchObject({ Action: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'] });
    const named = mappings.filter((id) => JSON.stringify(control?.Resource).includes(`"Ref":"${id}"`));
    expect(named).toEqual(mappings.filter((id) => !id.startsWith('Relay')));
    expect(control?.Resource).toHaveLength(queues.length);
    expect(JSON.stringify(control?.Resource)).not.toContain('*');
  });

  it('tells the guard the table and the mapping of each queue', () => {
    const told = variables('GuardFunction') as Readonly<Record<string, unknown>>;

    expect(Object.keys(told).sort()).toEqual(
      ['EVENT_TABLE_NAME', ...queues.map((queue) => `MAPPING_${queue.toUpperCase()}_ID`)].sort(),
    );
    expect(told['MAPPING_PAYMENTS_ID']).toEqual({
      Ref: expect.stringMatching(/^SourcePaymentsMapping/) as unknown,
    });
  });

  it.each([
    ['PlaceOrder', ['ReadPayloads', 'WritePayloads']],
    ['NotifyCustomer', ['ReadPayloads']],
    ['Relay', []],
    ['Sweeper', []],
  ])('lets %s work with payloads as %j say: only who publishes may put some aside', (name, expected) => {
    const prefix = name === 'Relay' || name === 'Sweeper' ? name : `Consumer${name}`;
    const policies = Object.keys(dev.findResources('AWS::IAM::Policy')).filter((id) => id.startsWith(prefix));

    expect(policies.flatMap((id) => /(?:Read|Write)Payloads/u.exec(id) ?? []).sort()).toEqual(expected);
  });

  it('has no bucket, no variable and no permission for a pipeline that keeps no payloads', () => {
    const { payloads, ...without } = orders;
    const stacks = stacksOf(environmentNamed('dev'), without);

    expect(payloads).toBeDefined();
    Template.fromStack(stacks.data).resourceCountIs('AWS::S3::Bucket', 0);
    expect(JSON.stringify(Template.fromStack(stacks.consumers).toJSON())).not.toMatch(/payload/iu);
  });

  it('lets the sweeper of timers find what is due of the sagas, and tell them, and nothing else', () => {
    expect(permissions('Timers')).toEqual([
      allow('sqs:SendMessage', ['QueueFulfilmentQueue.Arn', 'QueueRefundsQueue.Arn']),
      allow('dynamodb:Query', { 'Fn::Join': ['', ['EventsTable.Arn', '/index/due']] }),
      {
        Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['fulfilment-*', 'refund-*', 'sweeper-*'] },
        },
        Effect: 'Allow',
        Resource: 'EventsTable.Arn',
      },
    ]);
    expect(variables('Timers')).toEqual({
      EVENT_TABLE_NAME: 'EventsTable',
      QUEUE_FULFILMENT_URL: 'QueueFulfilmentQueue',
      QUEUE_REFUNDS_URL: 'QueueRefundsQueue',
    });
  });

  it('lets relay and sweeper keep messages that are due later, where the pipeline has schedules', () => {
    const definition = { ...orders, schedules: schedules() };
    const template = Template.fromStack(stacksOf(environmentNamed('dev'), definition).consumers);

    for (const role of ['Relay', 'Sweeper']) {
      const before = new Set(permissions(role).map((statement) => JSON.stringify(statement)));
      const added = permissions(role, template).filter((statement) => !before.has(JSON.stringify(statement)));
      expect(added.map(({ Action: action }) => action)).toEqual(['scheduler:CreateSchedule', 'iam:PassRole']);
      expect(variables(role, template)).toMatchObject({
        SCHEDULE_GROUP_NAME: 'SchedulesGroup',
        SCHEDULE_ROLE_ARN: 'SchedulesRole.Arn',
        SCHEDULE_DEAD_LETTERS_ARN: 'SchedulesFailuresQueue.Arn',
        QUEUE_FULFILMENT_ARN: 'QueueFulfilmentQueue.Arn',
      });
    }
    expect(permissions('ConsumerFulfilOrder', template)).toEqual(permissions('ConsumerFulfilOrder'));
  });

  it('lets a consumer that dispatches at once publish what it declares, and the relay look at what it left', () => {
    const placeOrder = { ...orders.consumers.placeOrder, dispatch: 'at once' } as const;
    const definition = { ...orders, consumers: { ...orders.consumers, placeOrder } };
    const template = Template.fromStack(stacksOf(environmentNamed('dev'), definition).consumers);
    const added = (role: string): readonly Statement[] => {
      const before = new Set(permissions(role).map((statement) => JSON.stringify(statement)));
      return permissions(role, template).filter((statement) => !before.has(JSON.stringify(statement)));
    };

    expect(added('ConsumerPlaceOrder')).toEqual([allow('sns:Publish', 'TopicOrderEventsTopic')]);
    expect(variables('ConsumerPlaceOrder', template)).toMatchObject({
      TOPIC_ORDER_EVENTS_ARN: 'TopicOrderEventsTopic',
    });
    expect(added('ConsumerPayments')).toEqual([]);
    expect(added('Relay')).toEqual([allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], 'EventsTable.Arn')]);
  });

  it('tells each consumer its table, its queue, its dead letter and its settings', () => {
    expect(variables('ConsumerPayments')).toEqual({
      DEAD_LETTER_QUEUE_URL: 'QueuePaymentsDeadLetterQueue',
      DECLINE_ABOVE_CENTS: '15000',
      EVENT_TABLE_NAME: 'EventsTable',
      PAYLOAD_BUCKET_NAME: 'PayloadsBucket',
      SOURCE_QUEUE_URL: 'QueuePaymentsQueue',
    });
    expect(variables('ConsumerNotifyCustomer')).toEqual({
      DEAD_LETTER_QUEUE_URL: 'QueueNotificationsDeadLetterQueue',
      EVENT_TABLE_NAME: 'EventsTable',
      PAYLOAD_BUCKET_NAME: 'PayloadsBucket',
      SOURCE_QUEUE_URL: 'QueueNotificationsQueue',
    });
  });

  it('tells the relay the table and every home it sends to', () => {
    expect(variables('RelayFunction')).toEqual({
      EVENT_TABLE_NAME: 'EventsTable',
      QUEUE_FULFILMENT_URL: 'QueueFulfilmentQueue',
      QUEUE_INVENTORY_URL: 'QueueInventoryQueue',
      QUEUE_ORDERS_URL: 'QueueOrdersQueue',
      QUEUE_PAYMENTS_URL: 'QueuePaymentsQueue',
      QUEUE_REFUNDS_URL: 'QueueRefundsQueue',
      QUEUE_RETURNS_URL: 'QueueReturnsQueue',
      QUEUE_SHIPPING_URL: 'QueueShippingQueue',
      TOPIC_ORDER_EVENTS_ARN: 'TopicOrderEventsTopic',
    });
  });

  it('reads the stream as the definition of the relay says', () => {
    dev.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      Enabled: true,
      MaximumRecordAgeInSeconds: 43_200,
      MaximumRetryAttempts: 10,
    });
  });

  it('leaves the stream to a poller from outside in local, and the queues to Lambda', () => {
    const local = Template.fromStack(stacksOf(environmentNamed('local')).consumers);
    const mappings = Object.entries(local.findResources('AWS::Lambda::EventSourceMapping'));
    const disabled = mappings.filter(([, { Properties }]) => !(Properties as { Enabled: boolean }).Enabled);

    expect(disabled.map(([id]) => id)).toEqual(['RelaySourceMapping2301D2AB']);
    expect(mappings).toHaveLength(1 + queues.length);
  });

  it('shows the name of every function', () => {
    expect(outputNames(stacksOf().consumers)).toEqual([
      'FunctionFulfilOrderName',
      'FunctionInventoryName',
      'FunctionNotifyCustomerName',
      'FunctionPaymentsName',
      'FunctionPlaceOrderName',
      'FunctionProcessReturnsName',
      'FunctionRefundOrderName',
      'FunctionShippingName',
      'GuardFunctionName',
      'RelayFailuresUrl',
      'RelayFunctionName',
      'SweeperFunctionName',
      'TimersFunctionName',
    ]);
  });

  it('failure mode 10: reserves no concurrency for any function, which would burn receives of its queue', () => {
    const functions = Object.values(dev.findResources('AWS::Lambda::Function'));

    expect(functions.length).toBeGreaterThan(Object.keys(orders.consumers).length);
    for (const { Properties } of functions) {
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });

  it('keeps logs as long as the environment says', () => {
    Template.fromStack(stacksOf(environmentNamed('prod')).consumers).allResourcesProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 365,
    });
  });

  it('is as it was', () => {
    expect(scrubbed(stacksOf().consumers)).toMatchSnapshot();
  });
});
