/** A broker beside SNS and SQS that a pipeline may use. */
export type BrokerKind = 'kafka' | 'redis' | 'rabbitmq' | 'nats';

/** Every kind of broker, in the order in which they are drawn and reported. */
export const brokerKinds: readonly BrokerKind[] = ['kafka', 'redis', 'rabbitmq', 'nats'];
