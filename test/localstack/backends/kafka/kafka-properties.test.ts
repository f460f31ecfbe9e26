import { describe, expect, it } from '@jest/globals';
import { kafkaProperties } from '../../../../localstack/backends/kafka/kafka-properties.ts';

const certificate = { keystore: '/data/server.p12', keystorePassword: 'secret', caFile: '/data/ca.pem' };
const portsAt = (base: number) => ({ plain: base, scram: base + 1, tls: base + 2, controller: base + 3 });
const linesOf = (id: number, bases: readonly number[]): readonly string[] =>
  kafkaProperties({
    id,
    dataDirectory: '/data',
    cluster: bases.map(portsAt),
    certificate,
    username: 'pipeline',
  }).split('\n');

describe('kafkaProperties', () => {
  it('keeps everything on three nodes and wants two to write, when there are three', () => {
    const lines = linesOf(2, [1000, 2000, 3000]);

    expect(lines).toEqual(
      expect.arrayContaining([
        'node.id=2',
        'default.replication.factor=3',
        'min.insync.replicas=2',
        'offsets.topic.replication.factor=3',
        'controller.quorum.voters=1@127.0.0.1:1003,2@127.0.0.1:2003,3@127.0.0.1:3003',
      ]),
    );
  });

  it('keeps everything once, when there is one node', () => {
    expect(linesOf(1, [1000])).toEqual(
      expect.arrayContaining(['default.replication.factor=1', 'min.insync.replicas=1']),
    );
  });

  it('listens on the loopback interface only, creates no topic by itself and keeps records for seven days', () => {
    const lines = linesOf(1, [1000]);

    expect(lines).toEqual(
      expect.arrayContaining([
        'listeners=PLAINTEXT://127.0.0.1:1000,SASL_PLAINTEXT://127.0.0.1:1001,SASL_SSL://127.0.0.1:1002,CONTROLLER://127.0.0.1:1003',
        'auto.create.topics.enable=false',
        'log.retention.hours=168',
      ]),
    );
  });
});
