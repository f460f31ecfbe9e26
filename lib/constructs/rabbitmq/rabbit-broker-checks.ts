import { Token } from 'aws-cdk-lib/core';
import { type Check, within } from '../checks/check.ts';
import type { BrokerDeployment } from './broker-deployment.ts';

/** What of a broker is known when it is checked. */
export interface BrokerFacts {
  readonly brokerName: string;
  readonly userName: string;
  readonly engineVersion: string;
  readonly deployment: BrokerDeployment;
  readonly subnets: number;
  readonly zones: number;
}

/**
 * The table of checks of a `RabbitBroker`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-amazonmq-broker.html
 */
export function rabbitBrokerChecks(facts: BrokerFacts): readonly Check[] {
  const { deployment, subnets, zones, engineVersion } = facts;
  const { least, most } = deployment.subnets;
  return [
    named('brokerName must be 1 to 50 letters, digits, hyphens and underscores', facts.brokerName, /^[\w-]{1,50}$/),
    named('userName must be 2 to 100 letters, digits and -._~', facts.userName, /^[\w.~-]{2,100}$/),
    {
      holds: Token.isUnresolved(engineVersion) || /^(?:4\.(?:[2-9]|\d\d)|[5-9]\.)/.test(engineVersion),
      must: 'engineVersion must be 4.2 or newer',
      got: `"${engineVersion}"`,
      remedy: 'choose "4.2": what runs on mq.m7g and makes quorum queues',
    },
    within({ what: 'number of subnets', value: subnets, least, most, remedy: `select ${least} to ${most} subnets` }),
    {
      holds: zones === subnets,
      must: 'each subnet must be in a zone of its own',
      got: `${subnets} subnets in ${zones} zones`,
      remedy: 'select the subnets with onePerAz',
    },
  ];
}

function named(must: string, name: string, pattern: RegExp): Check {
  return {
    holds: Token.isUnresolved(name) || pattern.test(name),
    must,
    got: `"${name}"`,
    remedy: 'choose a shorter or plainer name',
  };
}
