import { describe, expect, it } from '@jest/globals';
import { rabbitConfiguration, rabbitEnvironment } from '../../../../localstack/backends/rabbitmq/rabbit-files.ts';

const place = {
  directory: '/data/rabbit',
  ports: { amqp: 20_001, management: 20_002, epmd: 20_003, distribution: 20_004 },
  username: 'user',
  password: 'word',
};
const packages = { erlangBin: '/tools/bin', epmd: '/tools/epmd', server: '/tools/rabbitmq-server' };

describe('files of a local RabbitMQ', () => {
  it('listens on the loopback interface only, with the one user it was given', () => {
    const lines = rabbitConfiguration(place).split('\n');

    expect(lines).toEqual(
      expect.arrayContaining([
        'listeners.tcp.1 = 127.0.0.1:20001',
        'management.tcp.ip = 127.0.0.1',
        'management.tcp.port = 20002',
        'default_user = user',
        'default_pass = word',
      ]),
    );
  });

  it('gives the node paths, a name and an Erlang port of its own, and nothing of the environment of this process', () => {
    const env = rabbitEnvironment(place, packages);

    expect(env).toMatchObject({
      HOME: '/data/rabbit',
      ERL_EPMD_PORT: '20003',
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: 'pipeline20001@localhost',
      RABBITMQ_DIST_PORT: '20004',
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
    });
    expect(env['RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS']).toContain('inet_dist_use_interface {127,0,0,1}');
    expect(Object.keys(env).filter((name) => name.startsWith('AWS_'))).toEqual([]);
  });
});
