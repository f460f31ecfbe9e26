import type { IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';

/** Who connects to brokers: a function, in a network or not, or a worker. */
export interface BrokerClient extends IGrantable, IConnectable {}

/** How clients reach one broker. */
export interface Reach<Use> {
  /** What a client has to know, by environment variable; `name` is the client's. */
  variables(name: string): Readonly<Record<string, string>>;
  /** Lets a client connect, log in, and do what it is there for. */
  admit(client: BrokerClient, of: { readonly name: string; readonly use: Use }): void;
}
