import type { CfnBrokerProps } from 'aws-cdk-lib/aws-amazonmq';
import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { BrokerDeployment } from './broker-deployment.ts';

/** What describes a broker. */
export interface RabbitBrokerProps {
  /** 1 to 50 letters, digits, hyphens and underscores. */
  readonly brokerName: string;
  readonly vpc: IVpc;
  /** One subnet for a single node, two or three for a cluster, each in a zone of its own. @default - as many as it wants */
  readonly subnets?: SubnetSelection;
  /** @default BrokerDeployment.cluster() */
  readonly deployment?: BrokerDeployment;
  /** 4.2 or newer: older ones have no quorum queues by default. @default '4.2' */
  readonly engineVersion?: string;
  /** Name of the one user, whose password is generated: 2 to 100 letters, digits and `-._~`. @default 'pipeline' */
  readonly userName?: string;
  /** Of the disks and of the user's secret. @default - keys of AWS */
  readonly encryptionKey?: IKey;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<CfnBrokerProps>;
}
