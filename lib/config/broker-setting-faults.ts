import type { BrokerSettings } from './broker-settings.ts';
import type { Environment } from './environment.ts';
import { networkFaults } from './network-faults.ts';
import { placesOf, type Place } from './places-of.ts';
import { unless } from './unless.ts';

/** What contradicts itself in the brokers of an environment. */
export function brokerSettingFaults({
  brokers,
  streamPolling,
}: Pick<Environment, 'brokers' | 'streamPolling'>): readonly string[] {
  return [
    ...reasonFaults(brokers),
    ...networkFaults(brokers),
    ...sizeFaults(brokers),
    ...placesOf(brokers).flatMap(placeFaults),
    ...loginFaults(brokers),
    ...pollingFaults(brokers, streamPolling),
    ...unless(
      brokers.rabbitmq.kind !== 'at' || brokers.rabbitmq.readBy === 'worker' || streamPolling === 'external',
      'rabbitmq at an address must be read by a worker: mappings of Lambda read Amazon MQ alone',
    ),
  ].map((fault) => `brokers: ${fault}`);
}

/** What reads from outside a network cannot reach brokers that are made in one. */
function pollingFaults(
  { kafka, redis, rabbitmq }: BrokerSettings,
  streamPolling: Environment['streamPolling'],
): readonly string[] {
  return Object.entries({ kafka, redis, rabbitmq }).flatMap(([kind, setting]) =>
    unless(
      setting.kind !== 'made' || streamPolling === 'lambda',
      `${kind} that is made must be read by mappings and workers of AWS, got streamPolling "${streamPolling}"`,
    ),
  );
}

/** The six characters that Secrets Manager adds belong to it: a policy for less would match nothing. */
const secretForm = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

function reasonFaults({ kafka, redis, rabbitmq, nats }: BrokerSettings): readonly string[] {
  return Object.entries({ kafka, redis, rabbitmq, nats }).flatMap(([kind, setting]) =>
    setting.kind === 'none'
      ? unless(setting.reason.trim() !== '', `${kind} that is left out must say why, got an empty reason`)
      : [],
  );
}

function sizeFaults({ kafka }: BrokerSettings): readonly string[] {
  return kafka.kind === 'made' && kafka.brokers.kind !== 'serverless'
    ? unless(
        /^[a-z0-9]+\.[a-z0-9]+$/.test(kafka.brokers.instance),
        `kafka: instance must be a type like m7g.large, got "${kafka.brokers.instance}"`,
      )
    : [];
}

/** Names and passwords belong into the secret: what is no address may hold some, so it is not shown. */
function placeFaults({ kind, addresses, form, like, secretArn }: Place): readonly string[] {
  return [
    ...unless(addresses.length > 0, `${kind} at an address must name one, got none`),
    ...unless(
      addresses.every((address) => form.test(address)),
      `${kind}: an address must be like ${like}, without a login, got something else`,
    ),
    ...unless(
      secretArn === undefined || secretForm.test(secretArn),
      `${kind}: secretArn must be the complete ARN of a secret, got "${secretArn ?? ''}"`,
    ),
  ];
}

function loginFaults({ kafka, redis }: BrokerSettings): readonly string[] {
  return [
    ...(kafka.kind === 'at'
      ? unless(
          (kafka.auth === 'none') === (kafka.secretArn === undefined),
          `kafka: a login must come with a secret, and none without, got auth "${kafka.auth}" ${kafka.secretArn === undefined ? 'without' : 'with'} one`,
        )
      : []),
    ...(redis.kind === 'at'
      ? unless(
          redis.user === undefined || redis.secretArn !== undefined,
          `redis: user "${redis.user ?? ''}" must have a secret with its password, got none`,
        )
      : []),
  ];
}
