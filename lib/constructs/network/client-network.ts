import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';

/** Where clients of brokers are. */
export interface ClientNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
}
