import { isIP } from 'node:net';
import type { BaseOptions } from '@platformatic/kafka';
import type { KafkaConnection, KafkaSasl, KafkaTls } from './kafka-connection.ts';

/** The options by which every client of `@platformatic/kafka` reaches the cluster. */
export function platformaticOptions({ clientId, brokers, tls, sasl }: KafkaConnection): BaseOptions {
  return {
    clientId,
    bootstrapBrokers: [...brokers],
    autocreateTopics: false,
    ...(tls && { tls: tlsOf(tls), tlsServerName: !brokers.some(isAddress) }),
    ...(sasl && { sasl: saslOf(sasl) }),
  };
}

/** A certificate's name cannot be asked of a server by its address. */
function isAddress(broker: string): boolean {
  return isIP(broker.slice(0, broker.lastIndexOf(':'))) !== 0;
}

function tlsOf({ ca, client }: KafkaTls): NonNullable<BaseOptions['tls']> {
  return { ...(ca !== undefined && { ca }), ...(client && { cert: client.certificate, key: client.key }) };
}

function saslOf(sasl: KafkaSasl): NonNullable<BaseOptions['sasl']> {
  return sasl.mechanism === 'OAUTHBEARER' ? { mechanism: sasl.mechanism, token: () => sasl.token() } : { ...sasl };
}
