import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetConfiguration,
  type SubnetSelection,
  SubnetType,
  Vpc,
  type VpcProps,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Fn, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import type { ClientNetwork } from './client-network.ts';
import { type NetworkEndpoint, endpointServices } from './network-endpoint.ts';

/** What `PipelineNetwork` uses when nothing else is said. */
export const pipelineNetworkDefaults = {
  zones: 3,
  nat: false,
  endpoints: [],
  cidr: '10.0.0.0/16',
  logRetention: RetentionDays.ONE_MONTH,
} as const;

/** What describes a network. */
export interface PipelineNetworkProps {
  /** 2 or 3. @default 3 */
  readonly zones?: number;
  /** A way out through a gateway in each zone, paid by the hour; no endpoints are made then. @default false */
  readonly nat?: boolean;
  /** Services that are reached by endpoints, each paid by the hour and zone. @default - none but the two free gateways */
  readonly endpoints?: readonly NetworkEndpoint[];
  /** @default '10.0.0.0/16' */
  readonly cidr?: string;
  /** Of the log of all connections. @default - one month */
  readonly logRetention?: RetentionDays;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<VpcProps>;
}

/**
 * A network for brokers and their clients: subnets that nothing from outside reaches, gateways of DynamoDB and S3, and
 * for every other service an endpoint or, with `nat`, a way out. Its connections are logged.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export class PipelineNetwork extends Construct implements ClientNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: PipelineNetworkProps = {}) {
    super(scope, id);
    const settings = withDefaults(props, pipelineNetworkDefaults);
    const { zones, nat, endpoints, cidr } = settings;
    refuseFaults(this, [
      within({ what: 'zones', value: zones, least: 2, most: 3, remedy: 'choose 2 or 3' }),
      {
        holds: !nat || endpoints.length === 0,
        must: 'endpoints must be left out of a network with nat',
        got: endpoints.join(', '),
        remedy: 'choose one of the two: either reaches all services',
      },
    ]);
    const logGroup = new LogGroup(this, 'Connections', {
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      // Named by their place in the region, so that no account has to be asked for them.
      availabilityZones: Array.from({ length: zones }, (_, zone) => Fn.select(zone, Fn.getAzs())),
      natGateways: nat ? zones : 0,
      subnetConfiguration: nat ? throughGateways : closed,
      restrictDefaultSecurityGroup: true,
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
      flowLogs: { Connections: { destination: FlowLogDestination.toCloudWatchLogs(logGroup) } },
      ...props.overrides,
    });
    this.vpc = vpc;
    this.subnets = { subnetType: nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED };
    addEndpoints(vpc, this.subnets, settings);
  }
}

const closed: SubnetConfiguration[] = [{ name: 'Closed', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }];

const throughGateways: SubnetConfiguration[] = [
  { name: 'Gateways', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
  { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
];

function addEndpoints(
  vpc: Vpc,
  subnets: SubnetSelection,
  { endpoints, cidr }: { readonly endpoints: readonly NetworkEndpoint[]; readonly cidr: string },
): void {
  if (endpoints.length === 0) {
    return;
  }
  const group = new SecurityGroup(vpc, 'Endpoints', { vpc, allowAllOutbound: false });
  group.addIngressRule(Peer.ipv4(cidr), Port.HTTPS, 'all that is in the network');
  for (const name of endpoints) {
    vpc.addInterfaceEndpoint(name, {
      ...{ service: endpointServices[name], subnets, securityGroups: [group], open: false },
    });
  }
}
