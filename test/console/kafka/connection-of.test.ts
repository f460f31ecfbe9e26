import { describe, expect, it } from '@jest/globals';
import type { KafkaConnection } from '../../../lambdas/adapters/kafka/kafka-connection.ts';
import { parseOptions } from '../../../console/command/parse-options.ts';
import { connectionOf } from '../../../console/kafka/connection-of.ts';
import { clusterOptions } from '../../../console/kafka/kafka-command.ts';

const connection = async (args: string, environment: Record<string, string> = {}): Promise<KafkaConnection> =>
  connectionOf(parseOptions(clusterOptions, args.split(' ').filter(Boolean)), {
    environment,
    readText: (path) => Promise.resolve(`text of ${path}`),
  });

describe('connectionOf', () => {
  it('takes brokers from the environment, and rather from the options', async () => {
    const environment = { KAFKA_BROKERS: 'a:1,b:2' };

    expect(await connection('', environment)).toEqual({ clientId: 'pipeline-operator', brokers: ['a:1', 'b:2'] });
    expect(await connection('--brokers c:3', environment)).toMatchObject({ brokers: ['c:3'] });
  });

  it('logs in with the password of the environment, encrypted when told so', async () => {
    expect(await connection('--brokers a:1 --username olga --tls', { KAFKA_PASSWORD: 'secret' })).toMatchObject({
      tls: {},
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'olga', password: 'secret' },
    });
  });

  it('trusts the certificate of a file', async () => {
    expect(await connection('--brokers a:1 --ca ca.pem')).toMatchObject({ tls: { ca: 'text of ca.pem' } });
  });

  it('logs in with a certificate and its key', async () => {
    expect(await connection('--brokers a:1 --cert me.pem --key me.key --ca ca.pem')).toMatchObject({
      tls: { ca: 'text of ca.pem', client: { certificate: 'text of me.pem', key: 'text of me.key' } },
    });
  });

  it('logs in as deployed functions do where the environment says how, unless an option does', async () => {
    const environment = {
      ...{ KAFKA_BROKERS: 'a:1', KAFKA_AUTH: 'scram' },
      KAFKA_SECRET: JSON.stringify({ username: 'deployed', password: 'secret' }),
    };

    expect(await connection('--brokers b:2', environment)).toMatchObject({
      brokers: ['b:2'],
      sasl: { username: 'deployed' },
    });
    expect(await connection('--username olga', { ...environment, KAFKA_PASSWORD: 'hers' })).toMatchObject({
      sasl: { username: 'olga', password: 'hers' },
    });
  });

  it('encrypts as the options say, whatever login the environment names', async () => {
    const plain = { KAFKA_BROKERS: 'a:1', KAFKA_AUTH: 'none' };
    const scram = {
      ...{ KAFKA_BROKERS: 'a:1', KAFKA_AUTH: 'scram' },
      KAFKA_SECRET: JSON.stringify({ username: 'deployed', password: 'secret', ca: 'theirs' }),
    };

    expect(await connection('', plain)).not.toHaveProperty('tls');
    expect(await connection('--tls', plain)).toMatchObject({ tls: {} });
    expect(await connection('--ca ca.pem', plain)).toMatchObject({ tls: { ca: 'text of ca.pem' } });
    expect(await connection('--tls', scram)).toMatchObject({ tls: { ca: 'theirs' }, sasl: { username: 'deployed' } });
    expect(await connection('--ca ca.pem', scram)).toMatchObject({ tls: { ca: 'text of ca.pem' } });
  });

  it.each(['none', 'iam'])('rejects a key without its certificate beside a login by "%s"', async (auth) => {
    const asked = connection('--brokers a:1 --key me.key', { KAFKA_AUTH: auth });

    await expect(asked).rejects.toMatchObject({ code: 'input-invalid', message: expect.stringContaining('--cert') });
  });

  it.each([
    ['--brokers a:1 --mechanism PLAIN', '--username'],
    ['--brokers a:1 --cert me.pem', '--key'],
    ['--brokers a:1 --key me.key', '--cert'],
    ['', 'KAFKA_BROKERS'],
    ['--brokers a:1 --username olga', 'KAFKA_PASSWORD'],
  ])('rejects "%s"', async (args, named) => {
    await expect(connection(args)).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringContaining(named),
    });
  });

  it('rejects a mechanism that it does not know', async () => {
    const asked = connection('--brokers a:1 --username olga --mechanism GSSAPI', { KAFKA_PASSWORD: 'secret' });

    await expect(asked).rejects.toMatchObject({ code: 'input-invalid', message: expect.stringContaining('GSSAPI') });
  });
});
