import { type Duration, Token } from 'aws-cdk-lib/core';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { brokerTimeoutCheck } from '../function/broker-timeout-check.ts';
import { withDefaults } from '../with-defaults.ts';
import { kafkaConsumerDefaults } from './kafka-consumer-defaults.ts';
import type { KafkaConsumerProps } from './kafka-consumer-props.ts';
import { topicNameCheck } from './kafka-topic.ts';

/**
 * The table of checks of a `KafkaConsumer`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-msk-parameters.html
 */
export function kafkaConsumerChecks(props: KafkaConsumerProps): readonly Check[] {
  const settings = withDefaults(props, kafkaConsumerDefaults);
  const { batchSize, batchWindow, pollers, topic, groupId, handler, failures } = settings;
  return [
    topicNameCheck(topic),
    ...('topic' in failures ? [topicNameCheck(failures.topic)] : []),
    {
      holds: Token.isUnresolved(groupId) || /^[a-zA-Z0-9\-/*:_+=.@]{1,200}$/.test(groupId),
      must: 'groupId must be 1 to 200 letters, digits and -/*:_+=.@',
      got: `"${groupId}"`,
      remedy: 'choose a shorter or plainer name',
    },
    ...pollers.checks,
    within({ what: 'batchSize', value: batchSize, least: 1, most: 10_000, remedy: 'choose 1 to 10000' }),
    seconds('batchWindow', batchWindow, [0, 300]),
    brokerTimeoutCheck(handler),
    ...patienceChecks(settings),
    ...accessChecks(settings),
  ];
}

function seconds(what: string, value: Duration | undefined, [least, most]: readonly [number, number]): Check {
  const remedy = `choose ${least} to ${most} seconds`;
  return within({ what, value: secondsOf(value), least, most, unit: 's', remedy });
}

function patienceChecks(props: Settings): readonly Check[] {
  const { retryAttempts, maxRecordAge, pollers } = props;
  return [
    within({ what: 'retryAttempts', value: retryAttempts, least: 0, most: 10_000, remedy: 'choose 0 to 10000' }),
    seconds('maxRecordAge', maxRecordAge, [60, 604_800]),
    {
      holds: pollers.config !== undefined || (retryAttempts === undefined && maxRecordAge === undefined),
      must: 'retryAttempts and maxRecordAge must be given with provisioned pollers',
      got: 'pollers on demand, which retry until the topic forgets the record',
      remedy: 'choose KafkaPollers.provisioned, or leave both out',
    },
  ];
}

function accessChecks({ source, auth }: Settings): readonly Check[] {
  if (source.kind === 'msk') {
    const { logins } = source.cluster;
    return [
      {
        holds: logins.some((login) => login === auth.name),
        must: `auth must be a login that the cluster takes (${logins.join(', ')})`,
        got: auth.name,
        remedy: 'choose another auth, or add it to the logins of the cluster',
      },
    ];
  }
  const { bootstrapServers, network } = source.brokers;
  return [
    within({ what: 'number of bootstrapServers', value: bootstrapServers.length, least: 1, remedy: 'name a broker' }),
    {
      holds: auth.name !== 'iam',
      must: 'brokers of your own must be logged in to with scram, mtls or none',
      got: auth.name,
      remedy: 'choose KafkaAuth.scram: IAM is known to MSK alone',
    },
    {
      holds: network !== undefined || auth.name !== 'none',
      must: 'brokers on the internet must be logged in to',
      got: auth.name,
      remedy: 'choose KafkaAuth.scram, or give the network',
    },
    ...(network === undefined ? [] : networkChecks(network)),
  ];
}

function networkChecks({ vpc, subnets, securityGroups }: Network): readonly Check[] {
  const zones = new Set(vpc.selectSubnets(subnets).availabilityZones).size;
  return [
    within({ what: 'zones', value: zones, least: 2, remedy: 'select subnets in two zones or more' }),
    within({ what: 'number of securityGroups', value: securityGroups.length, least: 1, remedy: 'name one' }),
  ];
}

type Settings = KafkaConsumerProps & Required<Pick<KafkaConsumerProps, 'auth' | 'pollers'>>;
type Network = NonNullable<Extract<KafkaConsumerProps['source'], { kind: 'self-managed' }>['brokers']['network']>;
