import { AdjustmentType } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import {
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { IGrantable, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { type Settled, withDefaults } from '../with-defaults.ts';
import { clientGroup } from '../network/client-group.ts';
import { LagScaling } from './lag-scaling.ts';
import type { StreamWorkerProps } from './stream-worker-props.ts';

/** What `StreamWorker` uses when nothing else is said. */
export const streamWorkerDefaults = {
  scaling: LagScaling.fixed(1),
  drain: Duration.seconds(120),
  cpu: 256,
  memoryMb: 512,
  logRetention: RetentionDays.ONE_MONTH,
} as const;

type Settings = Settled<StreamWorkerProps, typeof streamWorkerDefaults>;

/**
 * A service on Fargate that runs a worker: for sources that no function can be attached to, or not fast enough.
 *
 * Its role may do nothing until something is granted; its security group reaches services of AWS, which keep its image
 * and its logs, and nothing else until `connections` lets it. A task that is to stop gets SIGTERM
 * and time to drain; a deployment starts the new tasks before it stops the old ones, and is rolled back when they do
 * not stay up.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export class StreamWorker extends Construct implements IGrantable, IConnectable {
  readonly service: FargateService;
  readonly role: IRole;
  readonly logGroup: LogGroup;
  readonly connections: Connections;
  readonly grantPrincipal: IPrincipal;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: StreamWorkerProps) {
    super(scope, id);
    const settings = withDefaults(props, streamWorkerDefaults);
    refuseFaults(this, checks(settings));
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const task = taskOf(this, settings, this.logGroup);
    this.service = new FargateService(this, 'Service', {
      cluster: settings.cluster,
      taskDefinition: task,
      desiredCount: settings.scaling.minTasks,
      securityGroups: [clientGroup(this, settings.vpc)],
      ...(settings.subnets && { vpcSubnets: settings.subnets }),
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      ...props.overrides,
    });
    scaleByLag(this.service, settings.scaling);
    this.role = task.taskRole;
    this.grantPrincipal = task.taskRole.grantPrincipal;
    this.connections = this.service.connections;
  }
}

function checks({ scaling, drain }: Settings): readonly Check[] {
  return [
    ...scaling.checks,
    within({
      what: 'drain',
      value: secondsOf(drain),
      least: 30,
      most: 120,
      unit: 's',
      remedy: 'choose 30 to 120 seconds: Fargate waits no longer',
    }),
  ];
}

function taskOf(scope: Construct, settings: Settings, logGroup: LogGroup): FargateTaskDefinition {
  const task = new FargateTaskDefinition(scope, 'Task', {
    cpu: settings.cpu,
    memoryLimitMiB: settings.memoryMb,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  });
  task.addContainer('Worker', {
    image: settings.image,
    stopTimeout: settings.drain,
    logging: LogDriver.awsLogs({ logGroup, streamPrefix: 'worker' }),
    readonlyRootFilesystem: true,
    environment: { ...settings.environment },
    secrets: { ...settings.secrets },
  });
  Validations.of(task.obtainExecutionRole()).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'the token to log in to ECR with can be limited to no resource',
  });
  return task;
}

/** Follows the lag in one go: a backlog is worked off by as many tasks as it needs, not by one more each minute. */
function scaleByLag(service: FargateService, scaling: LagScaling): void {
  if (scaling.metric === undefined) {
    return;
  }
  const tasks = service.autoScaleTaskCount({ minCapacity: scaling.minTasks, maxCapacity: scaling.maxTasks });
  tasks.scaleOnMetric('Lag', {
    metric: scaling.metric,
    adjustmentType: AdjustmentType.EXACT_CAPACITY,
    scalingSteps: scaling.steps,
    cooldown: Duration.minutes(2),
  });
}
