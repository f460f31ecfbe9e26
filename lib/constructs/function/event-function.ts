import { dirname, resolve } from 'node:path';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { type IGrantable, type IPrincipal, type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type FunctionProps,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AssetHashType, Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { type Settled, withDefaults } from '../with-defaults.ts';
import { clientGroup } from '../network/client-group.ts';
import type { ClientNetwork } from '../network/client-network.ts';
import { allowTraces } from './allow-traces.ts';
import { allowNetwork } from './allow-network.ts';
import { HandlerBundles } from './handler-bundles.ts';

/** What `EventFunction` uses when nothing else is said. */
export const eventFunctionDefaults = {
  timeout: Duration.seconds(30),
  memoryMb: 256,
  logRetention: RetentionDays.ONE_MONTH,
  logRemovalPolicy: RemovalPolicy.DESTROY,
} as const;

/** What describes a function. */
export interface EventFunctionProps {
  /** The handler's TypeScript file, which exports `handler`; a relative path counts from the working directory. */
  readonly entry: string;
  /** Bundles of several handlers, of which this is one: faster than one after another. @default - bundled alone */
  readonly bundles?: HandlerBundles;
  /** 1 to 900 seconds. @default 30 seconds */
  readonly timeout?: Duration;
  /** 128 to 10240 MB. @default 256 */
  readonly memoryMb?: number;
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it runs, to reach what is there. @default - outside any network */
  readonly network?: ClientNetwork;
  /** @default - none */
  readonly description?: string;
  /** @default - one month */
  readonly logRetention?: RetentionDays;
  /** What becomes of the log group with the function. @default - deleted */
  readonly logRemovalPolicy?: RemovalPolicy;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<FunctionProps>;
}

type Settings = Settled<EventFunctionProps, typeof eventFunctionDefaults>;

/**
 * A function on Node 24 and arm64: one ESM bundle with the SDK in it, JSON logs in its own log group, traced, with a role
 * that may write those logs and traces and nothing else until something is granted. In a network it reaches services of
 * AWS and nothing else until `connections` lets it.
 */
export class EventFunction extends Construct implements IGrantable, IConnectable {
  readonly function: LambdaFunction;
  readonly role: IRole;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: IPrincipal;
  /** Without a group outside any network. */
  readonly connections: Connections;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: EventFunctionProps) {
    super(scope, id);
    const settings = withDefaults(props, eventFunctionDefaults);
    refuseFaults(this, checks(settings));
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: settings.logRemovalPolicy,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = this.role.grantPrincipal;
    this.logGroup.grantWrite(this.role);
    const securityGroups = settings.network === undefined ? [] : [clientGroup(this, settings.network.vpc)];
    this.connections = new Connections({ securityGroups });
    this.function = new LambdaFunction(this, 'Function', {
      ...functionSettings(settings),
      ...(settings.network && { vpc: settings.network.vpc, vpcSubnets: settings.network.subnets, securityGroups }),
      role: this.role,
      logGroup: this.logGroup,
      ...props.overrides,
    });
    if (settings.network !== undefined) {
      allowNetwork(this.function, this.role);
    }
    allowTraces(this.function, this.role);
  }

  /** Invocations that threw or timed out in each minute; single failed records do not count. */
  metricErrors(): Metric {
    return this.function.metricErrors({ period: Duration.minutes(1) });
  }
}

function checks({ timeout, memoryMb }: Settings): readonly Check[] {
  return [
    within({
      what: 'timeout',
      value: secondsOf(timeout),
      least: 1,
      most: 900,
      unit: 's',
      remedy: 'choose 1 to 900 seconds',
    }),
    within({
      what: 'memoryMb',
      value: memoryMb,
      least: 128,
      most: 10_240,
      unit: 'MB',
      remedy: 'choose 128 to 10240 MB',
    }),
  ];
}

function functionSettings(settings: Settings): FunctionProps {
  const entry = resolve(settings.entry);
  const { bundles = new HandlerBundles([entry]) } = settings;
  return {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    // By the output's hash: a function is deployed again only when its bundle differs.
    code: Code.fromAsset(dirname(entry), { assetHashType: AssetHashType.OUTPUT, bundling: bundles.bundling(entry) }),
    timeout: settings.timeout,
    memorySize: settings.memoryMb,
    environment: { ...settings.environment },
    loggingFormat: LoggingFormat.JSON,
    description: settings.description,
  };
}
