import { Token } from 'aws-cdk-lib/core';
import { type Check, within } from '../checks/check.ts';
import type { ClusterKind } from './cluster-kind.ts';
import type { KafkaClusterProps } from './kafka-cluster-props.ts';
import type { KafkaLogin } from './kafka-login.ts';

/** What of a cluster is known when it is checked. */
export interface ClusterFacts {
  readonly kind: ClusterKind;
  readonly logins: readonly KafkaLogin[];
  /** Zones of its subnets, and the subnets. */
  readonly zones: number;
  readonly subnets: number;
}

/**
 * The table of checks of a `KafkaCluster`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/msk/latest/developerguide/serverless.html
 */
export function kafkaClusterChecks(props: KafkaClusterProps, facts: ClusterFacts): readonly Check[] {
  const { kind, logins } = facts;
  const refused = logins.filter((login) => !kind.logins.includes(login));
  return [
    nameCheck(props.clusterName),
    ...kind.checks,
    ...zoneChecks(facts),
    within({ what: 'number of logins', value: logins.length, least: 1, remedy: 'leave it out for IAM' }),
    {
      holds: refused.length === 0,
      must: `a ${kind.name} cluster must be logged in to by ${kind.logins.join(', ')}`,
      got: refused.join(', '),
      remedy: 'log in with IAM, or choose express or provisioned',
    },
    {
      holds: kind.brokers !== undefined || (props.overrides ?? props.kafkaVersion) === undefined,
      must: 'a serverless cluster must leave kafkaVersion and overrides out',
      got: 'one of them',
      remedy: 'leave it out, or choose express or provisioned',
    },
    ...secretChecks(props, logins),
  ];
}

function nameCheck(name: string): Check {
  return {
    holds: Token.isUnresolved(name) || /^[a-zA-Z0-9][a-zA-Z0-9-]{0,63}$/.test(name),
    must: 'clusterName must be 1 to 64 letters, digits and hyphens, no hyphen first',
    got: `"${name}"`,
    remedy: 'choose a shorter or plainer name',
  };
}

function zoneChecks({ kind, zones, subnets }: ClusterFacts): readonly Check[] {
  const least = kind.name === 'express' ? 3 : 2;
  return [
    within({ what: 'zones', value: zones, least, most: 3, remedy: `select subnets in ${least} to 3 zones` }),
    {
      holds: subnets === zones,
      must: `there must be one subnet in each of the ${zones} zones`,
      got: `${subnets}`,
      remedy: 'select the subnets with onePerAz',
    },
  ];
}

function secretChecks(props: KafkaClusterProps, logins: readonly KafkaLogin[]): readonly Check[] {
  const secrets = props.scramSecrets?.length ?? 0;
  const authorities = props.certificateAuthorityArns?.length ?? 0;
  return [
    {
      holds: secrets === 0 || logins.includes('scram'),
      must: 'scramSecrets must be given with the login "scram"',
      got: logins.join(', '),
      remedy: 'add "scram" to logins, or leave the secrets out',
    },
    {
      holds: authorities > 0 === logins.includes('mtls'),
      must: 'certificateAuthorityArns and the login "mtls" must come together',
      got: `${authorities} authorities and ${logins.join(', ')}`,
      remedy: 'give both, or none',
    },
  ];
}
