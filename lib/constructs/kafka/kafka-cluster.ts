import { Connections, type IConnectable, type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnBatchScramSecret, type CfnCluster, type CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import type { ClientNetwork } from '../network/client-network.ts';
import { brokersAt } from './bootstrap-brokers.ts';
import { ClusterKind } from './cluster-kind.ts';
import {
  type KafkaReading,
  grantKafkaConsume,
  grantKafkaProduce,
  grantKafkaReconcile,
  grantKafkaTransactions,
} from './kafka-access.ts';
import { kafkaClusterChecks } from './kafka-cluster-checks.ts';
import type { KafkaClusterProps } from './kafka-cluster-props.ts';
import { type KafkaLogin, kafkaPorts } from './kafka-login.ts';
import { brokerCluster } from './broker-cluster.ts';
import { serverlessCluster } from './serverless-cluster.ts';

/** A cluster, made here or elsewhere. */
export interface IKafkaCluster extends IConnectable {
  readonly clusterArn: string;
  /** The ways to log in that it takes. */
  readonly logins: readonly KafkaLogin[];
  /** Where its brokers are, and the pollers of mappings with them; undefined where it is not known. */
  readonly network?: ClientNetwork;
  /**
   * The brokers to connect to at first, `host:port` parted by commas.
   *
   * @throws ConstructError when the cluster does not take that login.
   */
  bootstrapBrokers(login: KafkaLogin): string;
  /** Lets a role that logs in with IAM read one topic as one consumer group. */
  grantConsume(grantee: IGrantable, reading: KafkaReading): Grant;
  /** Lets a role that logs in with IAM write one topic. */
  grantProduce(grantee: IGrantable, topic: string): Grant;
  /** Lets a role that logs in with IAM commit what it writes with what it has read as a group, as `runKafkaProcessor` does. */
  grantTransactions(grantee: IGrantable, groupId: string): Grant;
  /** Lets a role that logs in with IAM make some topics, and change their settings and number of partitions. */
  grantReconcile(grantee: IGrantable, topics: readonly string[]): Grant;
}

/** What must be known of an existing cluster. */
export interface KafkaClusterAttributes {
  readonly clusterArn: string;
  /** Of its brokers; must let themselves in at the login's port where a function reads it through a mapping. */
  readonly securityGroups: readonly ISecurityGroup[];
  /** The brokers to connect to, by login; a login that is left out is one that the cluster does not take. */
  readonly bootstrapBrokers: Readonly<Partial<Record<KafkaLogin, string>>>;
}

/**
 * A cluster of MSK: TLS only, encrypted, no topic made by accident, and closed to the network but to itself.
 *
 * It lets its own security group in, because the pollers of a Lambda mapping sit in the brokers' subnets with the
 * brokers' groups; `connections` lets in whoever calls it from elsewhere.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
 */
export class KafkaCluster extends Construct implements IKafkaCluster {
  /** An existing cluster, to read from and write to. */
  static fromAttributes(scope: Construct, id: string, attributes: KafkaClusterAttributes): IKafkaCluster {
    const { clusterArn, securityGroups, bootstrapBrokers } = attributes;
    const logins = loginNames.filter((login) => bootstrapBrokers[login] !== undefined);
    const known = new Construct(scope, id);
    return {
      clusterArn,
      logins,
      connections: new Connections({ securityGroups: [...securityGroups] }),
      bootstrapBrokers(login) {
        refuseFaults(known, [takes(logins, login)]);
        return bootstrapBrokers[login] ?? '';
      },
      grantConsume: (grantee, reading) => grantKafkaConsume(clusterArn, grantee, reading),
      grantProduce: (grantee, topic) => grantKafkaProduce(clusterArn, grantee, topic),
      grantTransactions: (grantee, groupId) => grantKafkaTransactions(clusterArn, grantee, groupId),
      grantReconcile: (grantee, topics) => grantKafkaReconcile(clusterArn, grantee, topics),
    };
  }

  readonly resource: CfnCluster | CfnServerlessCluster;
  readonly clusterArn: string;
  readonly logins: readonly KafkaLogin[];
  readonly network: ClientNetwork;
  readonly connections: Connections;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: KafkaClusterProps) {
    super(scope, id);
    const { vpc, kind = ClusterKind.serverless(), logins = ['iam'] } = props;
    this.network = { vpc, subnets: props.subnets ?? { onePerAz: true } };
    const { subnetIds, availabilityZones } = vpc.selectSubnets(this.network.subnets);
    const zones = new Set(availabilityZones).size;
    refuseFaults(this, kafkaClusterChecks(props, { kind, logins, zones, subnets: subnetIds.length }));
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    this.connections = new Connections({ securityGroups: [group] });
    for (const login of logins) {
      this.connections.allowInternally(Port.tcp(kafkaPorts[login]), `pollers and brokers, ${login}`);
    }
    const place = { clusterName: props.clusterName, subnetIds, securityGroupIds: [group.securityGroupId] };
    this.resource =
      kind.brokers === undefined
        ? serverlessCluster(this, place)
        : brokerCluster(this, { ...place, brokers: kind.brokers, logins, zones }, props);
    this.clusterArn = this.resource.attrArn;
    this.logins = logins;
    if (props.scramSecrets !== undefined && props.scramSecrets.length > 0) {
      const secretArnList = props.scramSecrets.map(({ secretArn }) => secretArn);
      new CfnBatchScramSecret(this, 'Users', { clusterArn: this.clusterArn, secretArnList });
    }
  }

  bootstrapBrokers(login: KafkaLogin): string {
    refuseFaults(this, [takes(this.logins, login)]);
    return brokersAt(this, this.clusterArn, login);
  }

  grantConsume(grantee: IGrantable, reading: KafkaReading): Grant {
    return grantKafkaConsume(this.clusterArn, grantee, reading);
  }

  grantProduce(grantee: IGrantable, topic: string): Grant {
    return grantKafkaProduce(this.clusterArn, grantee, topic);
  }

  grantTransactions(grantee: IGrantable, groupId: string): Grant {
    return grantKafkaTransactions(this.clusterArn, grantee, groupId);
  }

  grantReconcile(grantee: IGrantable, topics: readonly string[]): Grant {
    return grantKafkaReconcile(this.clusterArn, grantee, topics);
  }
}

const loginNames = ['iam', 'scram', 'mtls'] as const;

function takes(logins: readonly KafkaLogin[], login: KafkaLogin) {
  return {
    holds: logins.includes(login),
    must: `brokers must be asked for with a login that the cluster takes (${logins.join(', ')})`,
    got: login,
    remedy: 'add it to the logins of the cluster',
  };
}
