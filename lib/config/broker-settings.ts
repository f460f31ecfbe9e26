/** A broker that an environment does not have. */
export interface NoBroker {
  readonly kind: 'none';
  /** Why not; what needs it is left out of the deployment. */
  readonly reason: string;
}

/** Who reads a topic or queue where both are possible: a function that a mapping invokes, or a worker. */
export type ReadBy = 'function' | 'worker';

/** Brokers of MSK: none to choose, or so large; `instance` is a type without its family's prefix, `m7g.large`. */
export type MskBrokers =
  | { readonly kind: 'serverless' }
  | { readonly kind: 'express'; readonly instance: string }
  | { readonly kind: 'provisioned'; readonly instance: string; readonly storageGib: number };

/** A cluster of MSK of the pipeline's own. */
export interface KafkaMade {
  readonly kind: 'made';
  readonly brokers: MskBrokers;
  readonly readBy: ReadBy;
}

/** Kafka that is there. */
export interface KafkaAt {
  readonly kind: 'at';
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** How clients log in; everything but `none` over TLS, and with a secret. */
  readonly auth: 'none' | 'scram' | 'mtls';
  /** Complete ARN of what keeps the login. @default - none */
  readonly secretArn?: string;
  readonly readBy: ReadBy;
}

/** A serverless cache of the pipeline's own. */
export interface RedisMade {
  readonly kind: 'made';
  readonly maxStorageGb: number;
  readonly maxEcpuPerSecond: number;
}

/** Redis or Valkey that is there. */
export interface RedisAt {
  readonly kind: 'at';
  /** `redis://` or `rediss://host:port`, at least one. */
  readonly urls: readonly string[];
  readonly mode: 'single' | 'cluster';
  /** Complete ARN of what keeps the password. @default - nobody logs in */
  readonly secretArn?: string;
  /** Who logs in with that password. @default - the server's default user */
  readonly user?: string;
}

/** A broker of Amazon MQ of the pipeline's own. */
export interface RabbitMade {
  readonly kind: 'made';
  readonly deployment: 'single' | 'cluster';
  readonly readBy: ReadBy;
}

/** RabbitMQ that is there; mappings of Lambda read Amazon MQ alone, so only workers, or a poller outside, can read it. */
export interface RabbitAt {
  readonly kind: 'at';
  /** `amqp://` or `amqps://host:port`, at least one. */
  readonly urls: readonly string[];
  /** Complete ARN of what keeps user and password. @default - the broker's guest logs in */
  readonly secretArn?: string;
  readonly readBy: ReadBy;
}

/** NATS that is there; AWS has none of its own. */
export interface NatsAt {
  readonly kind: 'at';
  /** `nats://` or `tls://host:port`, at least one. */
  readonly servers: readonly string[];
  /** Complete ARN of what keeps the login. @default - nobody logs in */
  readonly secretArn?: string;
}

/** Where brokers of the pipeline's own are, and the clients of all brokers. */
export type NetworkSettings =
  /** A network of its own in so many zones; with `nat` its clients reach what is outside, at a price by the hour. */
  | { readonly kind: 'made'; readonly zones: 2 | 3; readonly nat: boolean }
  /** One that is there and has the endpoints, or the way out, that clients need; a subnet in each zone. */
  | {
      readonly kind: 'existing';
      readonly vpcId: string;
      readonly availabilityZones: readonly string[];
      readonly subnetIds: readonly string[];
    };

/** The brokers beside SNS and SQS that an environment has, and where. */
export interface BrokerSettings {
  readonly kafka: NoBroker | KafkaMade | KafkaAt;
  readonly redis: NoBroker | RedisMade | RedisAt;
  readonly rabbitmq: NoBroker | RabbitMade | RabbitAt;
  readonly nats: NoBroker | NatsAt;
  /** @default - none: brokers at their addresses are reached without one, by functions alone */
  readonly network?: NetworkSettings;
}
