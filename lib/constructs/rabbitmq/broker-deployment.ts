/** A size of broker that Amazon MQ has for RabbitMQ 4: `mq.m7g.large` for example. */
export type BrokerInstance = `mq.m7g.${string}`;

/**
 * How many nodes a broker has, and in how many zones.
 *
 * Source: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-broker-architecture.html
 */
export class BrokerDeployment {
  /** One node: it is away for minutes when it is replaced. */
  static single(instance: BrokerInstance = 'mq.m7g.medium'): BrokerDeployment {
    return new BrokerDeployment('SINGLE_INSTANCE', instance, { least: 1, most: 1 });
  }

  /** Three nodes in as many zones: quorum queues outlive the loss of one. */
  static cluster(instance: BrokerInstance = 'mq.m7g.large'): BrokerDeployment {
    return new BrokerDeployment('CLUSTER_MULTI_AZ', instance, { least: 2, most: 3 });
  }

  readonly mode: 'SINGLE_INSTANCE' | 'CLUSTER_MULTI_AZ';
  readonly instance: BrokerInstance;
  /** How many subnets it wants. */
  readonly subnets: { readonly least: number; readonly most: number };

  private constructor(
    mode: BrokerDeployment['mode'],
    instance: BrokerInstance,
    subnets: { readonly least: number; readonly most: number },
  ) {
    this.mode = mode;
    this.instance = instance;
    this.subnets = subnets;
  }
}
