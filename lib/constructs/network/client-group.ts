import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/**
 * The security group of one client: it lets nobody in, and out only to services of AWS, whose addresses nobody can name.
 *
 * In a network without a way out these are its endpoints and gateways, whatever the address.
 */
export function clientGroup(scope: Construct, vpc: IVpc): SecurityGroup {
  const group = new SecurityGroup(scope, 'SecurityGroup', { vpc, allowAllOutbound: false });
  group.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'services of AWS');
  return group;
}
