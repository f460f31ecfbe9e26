import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { pascalCase } from '../../lambdas/contracts/pascal-case.ts';
import type { ClientNetwork } from '../constructs/network/client-network.ts';
import { LagAlarm } from '../constructs/observability/lag-alarm.ts';
import { LagScaling } from '../constructs/worker/lag-scaling.ts';
import { StreamWorker } from '../constructs/worker/stream-worker.ts';
import { workerImage } from '../constructs/worker/worker-image.ts';
import { workerLag } from '../constructs/worker/worker-lag.ts';
import { type BrokerConsumer, brokerConsumers } from './brokers/broker-consumers.ts';
import { consumerVariables, grantConsumer } from './consumer-access.ts';
import type { ConsumersStackProps } from './consumers-stack-props.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';

/** Records that one task may have waiting, and tasks at most; a lag that all of them leave behind raises the alarm. */
const [lagPerTask, maxTasks] = [1000, 4];

interface WorkerTask {
  readonly entry: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly scaling: LagScaling;
}

/** What runs as a process: consumers that no function reads for, and those who answer calls over RabbitMQ. */
export class WorkersStack extends PipelineStack {
  private readonly props: ConsumersStackProps;
  private readonly network: ClientNetwork;
  private readonly cluster: Cluster;

  /** @throws PipelineError `environment-invalid` where there is no network to run in. */
  constructor(scope: Construct, props: ConsumersStackProps) {
    super(scope, 'workers', props);
    this.props = props;
    this.network = networkOf(props);
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: this.network.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    });
    for (const consumer of workersOf(props)) {
      this.addWorker(consumer);
    }
    for (const [name, { worker }] of responders(props)) {
      this.addResponder(name, worker);
    }
  }

  private addWorker(one: BrokerConsumer): void {
    const { name, consumer, entry } = one;
    const { alarms } = this.props.environment;
    const metric = workerLag(name);
    const worker = this.workerOf(`Worker${pascalCase(name)}`, {
      ...{ entry, variables: consumerVariables(this.props, one) },
      scaling: LagScaling.byLag({ metric, lagPerTask, maxTasks }),
    });
    new LagAlarm(this, `Lag${pascalCase(name)}`, {
      ...{ metric, service: name, most: lagPerTask * maxTasks, alarms: queueAlarmsOf(alarms) },
    });
    grantConsumer(this.props, one, worker);
    this.props.table.grantDeadLetters(worker, consumer.source);
  }

  private addResponder(name: string, entry: string): void {
    const { reach } = this.props.brokers;
    const uses = { rabbitmq: {} };
    const variables = reach.variables(name, uses);
    const scaling = LagScaling.fixed(1);
    const worker = this.workerOf(`Responder${pascalCase(name)}`, { entry, variables, scaling });
    reach.admit(worker, { name, uses });
  }

  private workerOf(id: string, { entry, variables, scaling }: WorkerTask): StreamWorker {
    const worker = new StreamWorker(this, id, {
      ...{ cluster: this.cluster, vpc: this.network.vpc, subnets: this.network.subnets },
      ...{ image: workerImage(entry), scaling },
      environment: { AWS_REGION: this.region, ...variables },
      logRetention: this.props.environment.logRetention,
    });
    Validations.of(worker).acknowledge({
      id: 'AwsSolutions::AwsSolutions-ECS2',
      reason: 'its variables are names and addresses; logins it fetches from Secrets Manager itself',
    });
    return worker;
  }
}

/** Whether a pipeline has anything in an environment that runs as a process there. */
export function needsWorkers(props: Pick<ConsumersStackProps, 'definition' | 'environment'>): boolean {
  return props.environment.streamPolling === 'lambda' && (workersOf(props).length > 0 || responders(props).length > 0);
}

function workersOf({
  definition,
  environment,
}: Pick<ConsumersStackProps, 'definition' | 'environment'>): readonly BrokerConsumer[] {
  return brokerConsumers(definition, environment).filter(({ runsAs }) => runsAs === 'worker');
}

function responders({ definition }: Pick<ConsumersStackProps, 'definition'>) {
  return Object.entries(definition.rabbitmq?.calls ?? {});
}

function networkOf({ brokers, environment }: ConsumersStackProps): ClientNetwork {
  if (brokers.network === undefined) {
    throw new PipelineError(
      `environment "${environment.name}" must have a network for workers to run in, got none: name one in its brokers`,
      { code: 'environment-invalid' },
    );
  }
  return brokers.network;
}
