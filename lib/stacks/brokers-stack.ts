import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ReconcilerDefinition } from '../../lambdas/contracts/definition/reconciler.ts';
import type { HandlerBundles } from '../constructs/function/handler-bundles.ts';
import { brokerNetwork } from './brokers/broker-network.ts';
import type { BrokerPlace } from './brokers/broker-place.ts';
import { brokerReach } from './brokers/broker-reach.ts';
import { reconcilerUses } from './brokers/broker-uses.ts';
import type { MadeBrokers } from './brokers/made-brokers.ts';
import { madeCache } from './brokers/made-cache.ts';
import { madeCluster } from './brokers/made-cluster.ts';
import { madeRabbit } from './brokers/made-rabbit.ts';
import { reconcileOnDeploy } from './brokers/reconcile-on-deploy.ts';
import { reconcilerName } from './brokers/reconciler-name.ts';
import { pipelineFunction } from './pipeline-function.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** What makes what the pipeline has at its brokers is bundled with the other functions. */
export interface BrokersStackProps extends PipelineStackProps {
  readonly bundles: HandlerBundles;
}

/**
 * The network of an environment's brokers, those that it has of its own, and the function that makes what the pipeline
 * has at all of them before anything else is deployed that reads or writes it.
 */
export class BrokersStack extends PipelineStack {
  readonly place: BrokerPlace;

  constructor(scope: Construct, props: BrokersStackProps) {
    super(scope, 'brokers', props);
    const network = brokerNetwork(this, props);
    const made: MadeBrokers =
      network === undefined
        ? {}
        : {
            kafka: madeCluster(this, props, network),
            redis: madeCache(this, props, network),
            rabbitmq: madeRabbit(this, props, network),
          };
    this.place = { network, made, reach: brokerReach(props.environment.brokers, made) };
    if (props.definition.reconciler !== undefined) {
      this.addReconciler(props, props.definition.reconciler);
    }
  }

  private addReconciler(props: BrokersStackProps, part: ReconcilerDefinition): void {
    const { network, made, reach } = this.place;
    const uses = reconcilerUses(props.definition);
    const variables = reach.variables(reconcilerName, uses);
    const handler = pipelineFunction(this, { ...props, id: 'Reconciler', part, variables, network });
    reach.admit(handler, { name: reconcilerName, uses });
    const brokers = [made.kafka, made.redis?.cache, made.rabbitmq].filter((one) => Construct.isConstruct(one));
    reconcileOnDeploy(Stack.of(this), { ...props, part, handler, after: brokers });
  }
}
