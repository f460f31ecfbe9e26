import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { LagScaling } from '../../../../lib/constructs/worker/lag-scaling.ts';
import type { StreamWorkerProps } from '../../../../lib/constructs/worker/stream-worker-props.ts';
import { StreamWorker } from '../../../../lib/constructs/worker/stream-worker.ts';
import { createStack, onlyResource } from '../../synth.ts';

function create(props: Partial<StreamWorkerProps> = {}, stack: Stack = createStack()): Stack {
  const vpc = new Vpc(stack, 'Vpc', {
    availabilityZones: ['a', 'b'],
    natGateways: 0,
    subnetConfiguration: [{ name: 'Workers', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  new StreamWorker(stack, 'Worker', {
    cluster: new Cluster(stack, 'Cluster', { vpc }),
    vpc,
    subnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    image: ContainerImage.fromRegistry('public.ecr.aws/example/worker:1'),
    ...props,
  });
  return stack;
}

const lag = new Metric({ namespace: 'Pipeline', metricName: 'ConsumerLag' });

describe('StreamWorker', () => {
  it('runs one small task on arm64 with a file system that nobody writes to, and lets it drain for two minutes', () => {
    expect(onlyResource(Template.fromStack(create()), 'AWS::ECS::TaskDefinition')).toMatchObject({
      Cpu: '256',
      Memory: '512',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      ContainerDefinitions: [
        {
          Image: 'public.ecr.aws/example/worker:1',
          StopTimeout: 120,
          ReadonlyRootFilesystem: true,
          LogConfiguration: { LogDriver: 'awslogs' },
        },
      ],
    });
  });

  it('starts new tasks before it stops old ones, and goes back when they do not stay up', () => {
    expect(onlyResource(Template.fromStack(create()), 'AWS::ECS::Service')).toMatchObject({
      DesiredCount: 1,
      LaunchType: 'FARGATE',
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  it('reaches services of AWS alone before something is granted: no statement for its role, one way out of its group', () => {
    const template = Template.fromStack(create());

    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [
        { CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp', Description: 'services of AWS' },
      ],
    });
    const policies = Object.keys(template.findResources('AWS::IAM::Policy'));
    expect(policies).toEqual([expect.stringMatching(/ExecutionRole/u)]);
  });

  it('gives the container its environment, and its secrets by reference', () => {
    const stack = createStack();
    const secrets = { REDIS_PASSWORD: EcsSecret.fromSecretsManager(new Secret(stack, 'Secret')) };
    create({ environment: { GROUP: 'sales' }, secrets }, stack);

    Template.fromStack(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          Environment: [{ Name: 'GROUP', Value: 'sales' }],
          Secrets: [{ Name: 'REDIS_PASSWORD', ValueFrom: { Ref: Match.stringLikeRegexp('^Secret') } }],
        }),
      ],
    });
  });

  it('follows its lag, one task for each so many records that wait', () => {
    const scaling = LagScaling.byLag({ metric: lag, lagPerTask: 1000, minTasks: 1, maxTasks: 3 });
    const template = Template.fromStack(create({ scaling }));

    expect(scaling.steps).toEqual([
      { change: 1, lower: 0, upper: 1000 },
      { change: 2, lower: 1000, upper: 2000 },
      { change: 3, lower: 2000 },
    ]);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 1, MaxCapacity: 3 });
    const policies = Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'));
    expect(policies.length).toBeGreaterThan(0);
    for (const { Properties } of policies) {
      expect(Properties).toMatchObject({
        StepScalingPolicyConfiguration: { AdjustmentType: 'ExactCapacity', Cooldown: 120 },
      });
    }
    const capacities = policies.flatMap(
      ({ Properties }) =>
        (
          Properties as {
            StepScalingPolicyConfiguration: { StepAdjustments: { ScalingAdjustment: number }[] };
          }
        ).StepScalingPolicyConfiguration.StepAdjustments,
    );
    expect(new Set(capacities.map(({ ScalingAdjustment }) => ScalingAdjustment))).toEqual(new Set([1, 2, 3]));
  });

  it('has no policy of scaling when the number of tasks is fixed', () => {
    const template = Template.fromStack(create({ scaling: LagScaling.fixed(2) }));

    template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: 2 });
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 0);
  });

  it.each<[string, Partial<StreamWorkerProps>, RegExp]>([
    ['a drain that Fargate cuts off', { drain: Duration.seconds(121) }, /drain must be between 30 and 120 s, got 121/u],
    ['no task', { scaling: LagScaling.fixed(0) }, /number of tasks must be between 1 and 1000, got 0/u],
    [
      'a lag that nothing follows',
      { scaling: LagScaling.byLag({ metric: lag, lagPerTask: 0, minTasks: 2, maxTasks: 2 }) },
      /lagPerTask must be at least 1, got 0.*maxTasks must be more than minTasks \(2\), got 2/su,
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => create(props)).toThrow(message);
  });
});
