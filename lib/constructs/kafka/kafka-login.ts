/** How clients prove who they are to a cluster of MSK; each way has a port and a list of brokers of its own. */
export type KafkaLogin = 'iam' | 'scram' | 'mtls';

/**
 * The port at which brokers of MSK take a login.
 *
 * Source: https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
export const kafkaPorts: Readonly<Record<KafkaLogin, number>> = { iam: 9098, scram: 9096, mtls: 9094 };
