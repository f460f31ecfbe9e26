import type { KafkaCertificate } from './kafka-certificate.ts';

/** Where one node listens, on the loopback interface. */
export interface KafkaPorts {
  readonly plain: number;
  readonly scram: number;
  readonly tls: number;
  readonly controller: number;
}

/** What the settings of one node depend on. */
export interface KafkaNodeSettings {
  /** From 1. */
  readonly id: number;
  readonly dataDirectory: string;
  /** The ports of every node, that of `id` at `id - 1`. */
  readonly cluster: readonly KafkaPorts[];
  readonly certificate: KafkaCertificate;
  /** Who logs in with a password; may do everything. */
  readonly username: string;
}

const host = '127.0.0.1';
const login = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';

/** `server.properties` of a node that is broker and controller. Source: https://kafka.apache.org/documentation/#brokerconfigs */
export function kafkaProperties(settings: KafkaNodeSettings): string {
  const entries = { ...listenersOf(settings), ...securityOf(settings), ...copiesOf(settings), ...local };
  return Object.entries(entries)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}

function listenersOf({ id, cluster }: KafkaNodeSettings): Readonly<Record<string, string | number>> {
  const ports = cluster[id - 1];
  const at = (name: string, port = 0): string => `${name}://${host}:${port}`;
  const open = [at('PLAINTEXT', ports?.plain), at('SASL_PLAINTEXT', ports?.scram), at('SASL_SSL', ports?.tls)];
  return {
    'process.roles': 'broker,controller',
    'node.id': id,
    'broker.rack': `az-${id}`,
    'controller.quorum.voters': cluster.map(({ controller }, index) => `${index + 1}@${host}:${controller}`).join(),
    listeners: [...open, at('CONTROLLER', ports?.controller)].join(),
    'advertised.listeners': open.join(),
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
  };
}

function securityOf({ certificate, username }: KafkaNodeSettings): Readonly<Record<string, string>> {
  return {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config': login,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': login,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': certificate.keystore,
    'ssl.keystore.password': certificate.keystorePassword,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:ANONYMOUS;User:${username}`,
  };
}

function copiesOf({ cluster, dataDirectory }: KafkaNodeSettings): Readonly<Record<string, string | number>> {
  const copies = Math.min(cluster.length, 3);
  const inSync = copies > 1 ? 2 : 1;
  return {
    'log.dirs': dataDirectory,
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
  };
}

/** Retention is in hours. The rest keeps a small machine quick: few threads and partitions, a lost node is seen in 6 s. */
const local = {
  'auto.create.topics.enable': false,
  'unclean.leader.election.enable': false,
  'log.retention.hours': 168,
  'num.partitions': 3,
  'offsets.topic.num.partitions': 8,
  'transaction.state.log.num.partitions': 8,
  'share.coordinator.state.topic.num.partitions': 8,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1000,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'log.segment.bytes': 67_108_864,
  'log.cleaner.dedupe.buffer.size': 8_388_608,
  'broker.session.timeout.ms': 6000,
  'broker.heartbeat.interval.ms': 1000,
};
