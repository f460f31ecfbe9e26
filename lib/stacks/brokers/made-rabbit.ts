import type { Construct } from 'constructs';
import type { ClientNetwork } from '../../constructs/network/client-network.ts';
import { BrokerDeployment } from '../../constructs/rabbitmq/broker-deployment.ts';
import { RabbitBroker } from '../../constructs/rabbitmq/rabbit-broker.ts';
import { pipelineName } from '../pipeline-name.ts';
import type { PipelineStackProps } from '../pipeline-stack-props.ts';

/** The broker of Amazon MQ that an environment is to have of its own; undefined where it is not to. */
export function madeRabbit(
  scope: Construct,
  { definition, environment }: PipelineStackProps,
  { vpc, subnets }: ClientNetwork,
): RabbitBroker | undefined {
  const { rabbitmq } = environment.brokers;
  if (rabbitmq.kind !== 'made' || definition.rabbitmq === undefined) {
    return undefined;
  }
  const single = rabbitmq.deployment === 'single';
  const { subnets: chosen } = vpc.selectSubnets({ ...subnets, onePerAz: true });
  const broker = new RabbitBroker(scope, 'Rabbit', {
    brokerName: pipelineName({ definition, environment }),
    ...{ vpc, subnets: { subnets: single ? chosen.slice(0, 1) : chosen } },
    deployment: single ? BrokerDeployment.single() : BrokerDeployment.cluster(),
  });
  broker.resource.applyRemovalPolicy(environment.removalPolicy);
  return broker;
}
