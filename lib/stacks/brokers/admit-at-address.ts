import { Peer, Port } from 'aws-cdk-lib/aws-ec2';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { BrokerClient } from './broker-client.ts';

/** A broker that is there before any stack. */
export interface AtAddress {
  /** Each ends with its port. */
  readonly addresses: readonly string[];
  /** Complete ARN of what keeps the login. */
  readonly secretArn: string | undefined;
}

/** Lets a client out to the ports of a broker whose network nobody here knows, and read the login, and no other secret. */
export function admitAtAddress(client: BrokerClient, { addresses, secretArn }: AtAddress): void {
  for (const port of new Set(addresses.map(portOf))) {
    client.connections.allowTo(Peer.anyIpv4(), Port.tcp(port), 'a broker at an address');
  }
  if (secretArn !== undefined) {
    Grant.addToPrincipal({
      grantee: client,
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resourceArns: [secretArn],
    });
  }
}

/** A variable that tells a client where its login is kept; none without one. */
export function secretVariable(variable: string, secretArn: string | undefined): Readonly<Record<string, string>> {
  return secretArn === undefined ? {} : { [variable]: secretArn };
}

function portOf(address: string): number {
  return Number(/:(\d{1,5})(?:\/.*)?$/.exec(address)?.[1]);
}
