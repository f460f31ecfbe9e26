import type { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { type Check, within } from '../checks/check.ts';
import type { KafkaLogin } from './kafka-login.ts';

/** Brokers of a cluster whose machines are chosen. */
export interface BrokerSize {
  /** A type that the kind of cluster has: `m7g.large` for example. */
  readonly instanceType: InstanceType;
  /** 1 or more. @default 1 */
  readonly brokersPerZone?: number;
}

/** Brokers with disks of their own. */
export interface ProvisionedSize extends BrokerSize {
  /** Disk of each broker, 1 to 16384 GiB. @default 100 */
  readonly storageGib?: number;
}

/** The machines of a cluster, as CloudFormation wants them. */
export interface BrokerSettings {
  readonly instanceType: string;
  readonly brokersPerZone: number;
  /** Undefined where the storage grows by itself. */
  readonly storageGib: number | undefined;
  readonly kafkaVersion: string;
  /** Settings of the brokers that this kind lets be set. */
  readonly serverProperties: readonly string[];
}

/**
 * What a cluster of MSK is made of.
 *
 * Source: https://docs.aws.amazon.com/msk/latest/developerguide/msk-broker-types-express.html
 */
export class ClusterKind {
  /** No machines to choose, paid by use; takes tokens of IAM alone. */
  static serverless(): ClusterKind {
    return new ClusterKind('serverless', undefined, []);
  }

  /** Brokers whose storage grows by itself and that recover faster; always in three zones. */
  static express({ instanceType, brokersPerZone = 1 }: BrokerSize): ClusterKind {
    const brokers: BrokerSettings = {
      instanceType: `express.${instanceType.toString()}`,
      brokersPerZone,
      storageGib: undefined,
      kafkaVersion: '3.9.x',
      serverProperties: [noAutoCreation],
    };
    return new ClusterKind('express', brokers, [perZone(brokersPerZone)]);
  }

  /** Brokers of which everything is chosen. */
  static provisioned({ instanceType, brokersPerZone = 1, storageGib = 100 }: ProvisionedSize): ClusterKind {
    const brokers: BrokerSettings = {
      instanceType: `kafka.${instanceType.toString()}`,
      brokersPerZone,
      storageGib,
      kafkaVersion: '3.9.x.kraft',
      serverProperties: [noAutoCreation, ...durable],
    };
    const disk = { what: 'storageGib', value: storageGib, least: 1, most: 16_384, unit: 'GiB' };
    return new ClusterKind('provisioned', brokers, [
      perZone(brokersPerZone),
      within({ ...disk, remedy: 'choose 1 to 16384 GiB' }),
    ]);
  }

  readonly name: 'serverless' | 'express' | 'provisioned';
  /** Undefined for serverless, which has none to speak of. */
  readonly brokers: BrokerSettings | undefined;
  readonly checks: readonly Check[];

  private constructor(name: ClusterKind['name'], brokers: BrokerSettings | undefined, checks: readonly Check[]) {
    this.name = name;
    this.brokers = brokers;
    this.checks = checks;
  }

  /** The logins that this kind can take. */
  get logins(): readonly KafkaLogin[] {
    return this.name === 'serverless' ? ['iam'] : ['iam', 'scram', 'mtls'];
  }
}

// A topic that comes into being by a slip of the pen has one partition and no owner.
const noAutoCreation = 'auto.create.topics.enable=false';

// An acknowledged record is on two brokers, so one may die; express brokers are so without being told.
const durable = ['default.replication.factor=3', 'min.insync.replicas=2', 'log.retention.hours=168'];

function perZone(value: number): Check {
  return within({ what: 'brokersPerZone', value, least: 1, most: 30, remedy: 'choose 1 to 30' });
}
