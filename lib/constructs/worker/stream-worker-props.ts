import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ContainerImage, FargateServiceProps, ICluster, Secret } from 'aws-cdk-lib/aws-ecs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Duration } from 'aws-cdk-lib/core';
import type { LagScaling } from './lag-scaling.ts';

/** What describes a worker. */
export interface StreamWorkerProps {
  readonly cluster: ICluster;
  readonly vpc: IVpc;
  /** @default - the private subnets */
  readonly subnets?: SubnetSelection;
  /** Runs a worker until SIGTERM, then drains it: `workerImage(entry)`, or one of your own for arm64. */
  readonly image: ContainerImage;
  /** @default LagScaling.fixed(1) */
  readonly scaling?: LagScaling;
  /** Time that a task gets to end what it has begun, 30 to 120 seconds. @default 120 seconds */
  readonly drain?: Duration;
  /** CPU units, 256 for a quarter of a core; Fargate fits memory to it. @default 256 */
  readonly cpu?: number;
  /** @default 512 */
  readonly memoryMb?: number;
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Environment variables whose values come from Secrets Manager. @default - none */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** @default - one month */
  readonly logRetention?: RetentionDays;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<FargateServiceProps>;
}
