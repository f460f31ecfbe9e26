import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from '@jest/globals';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { environmentFromContext } from '../../../lib/config/environment-from-context.ts';
import { outputNames, stacksOf } from './orders-stacks.ts';

const secret = (name: string): string => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-AbCdEf`;
const context: Readonly<Record<string, string>> = {
  env: 'local',
  kafkaBrokers: '127.0.0.1:9092',
  redisUrl: 'redis://127.0.0.1:6379',
  redisUser: 'app',
  redisSecretArn: secret('redis'),
  rabbitmqUrl: 'amqp://127.0.0.1:5672',
  rabbitmqSecretArn: secret('rabbitmq'),
};

const { consumers, messaging } = stacksOf(
  environmentFromContext((key) => context[key]),
  orders,
);
const template = Template.fromStack(consumers);

function variablesOf(name: string): Readonly<Record<string, unknown>> {
  const found = Object.entries(template.findResources('AWS::Lambda::Function')).find(([id]) =>
    id.startsWith(`Consumer${name}Function`),
  );
  const { Properties } = (found?.[1] ?? {}) as { Properties?: { Environment?: { Variables?: object } } };
  return { ...Properties?.Environment?.Variables };
}

/** The resources that the role of a function may read secrets of. */
function secretsOf(name: string): readonly unknown[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith(`Consumer${name}RoleDefaultPolicy`),
  );
  return policies
    .flatMap(
      ([, { Properties }]) => (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
    )
    .filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:GetSecretValue'))
    .map(({ Resource }) => Resource);
}

interface Statement {
  readonly Action: unknown;
  readonly Resource: unknown;
}

describe('functions of a pipeline whose brokers are at an address', () => {
  it('are told where their own broker is, and no other', () => {
    expect(variablesOf('ForwardToKafka')).toMatchObject({ KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_AUTH: 'none' });
    expect(variablesOf('ForwardToKafka')).not.toHaveProperty('REDIS_URL');
    expect(variablesOf('ForwardToRedis')).toMatchObject({
      ...{ REDIS_URL: 'redis://127.0.0.1:6379', REDIS_MODE: 'single', REDIS_AUTH: 'password', REDIS_USER: 'app' },
      REDIS_SECRET_ARN: secret('redis'),
    });
    expect(variablesOf('PickOrder')).toMatchObject({
      ...{ RABBITMQ_URL: 'amqp://127.0.0.1:5672', RABBITMQ_SECRET_ARN: secret('rabbitmq') },
    });
    expect(variablesOf('PlaceOrder')).not.toHaveProperty('KAFKA_BROKERS');
  });

  it('may read the login of their own broker, and no other secret', () => {
    expect(secretsOf('ForwardToRedis')).toEqual([secret('redis')]);
    expect(secretsOf('ForwardToRabbit')).toEqual([secret('rabbitmq')]);
    expect(secretsOf('PickOrder')).toEqual([secret('rabbitmq')]);
    expect(secretsOf('ForwardToKafka')).toEqual([]);
    expect(secretsOf('PlaceOrder')).toEqual([]);
  });

  it('have no mapping where something outside reads the broker, and show who they are and what brokers there are', () => {
    const mapped = JSON.stringify(template.findResources('AWS::Lambda::EventSourceMapping'));

    expect(mapped).not.toContain('ConsumerPickOrder');
    expect(outputNames(consumers)).toEqual(expect.arrayContaining(['Brokers', 'FunctionPickOrderName']));
    expect(template.findOutputs('Brokers')['Brokers']).toEqual({ Value: 'kafka,redis,rabbitmq' });
    // Read by a worker where it may be either, as local says.
    expect(outputNames(consumers)).not.toContain('FunctionSalesProjectionName');
  });

  it('leave out what needs a broker that there is not', () => {
    expect(outputNames(messaging)).toContain('QueueKafkaBridgeUrl');
    expect(outputNames(messaging)).not.toContain('QueueNatsBridgeUrl');
    expect(outputNames(consumers)).not.toContain('FunctionForwardToNatsName');
  });
});
