import { describe, expect, it } from '@jest/globals';
import { kafkaFromEnvironment } from '../../../../lambdas/adapters/connections/kafka-from-environment.ts';
import { environmentWith } from './environment-with.ts';

const brokers = { KAFKA_BROKERS: 'b-1:9092, b-2:9092' };
const plain = { clientId: 'reader', brokers: ['b-1:9092', 'b-2:9092'] };

describe('kafkaFromEnvironment', () => {
  it('reaches brokers without a login where none is asked for', async () => {
    expect(await kafkaFromEnvironment('reader', environmentWith(brokers))).toEqual(plain);
    expect(await kafkaFromEnvironment('reader', environmentWith({ ...brokers, KAFKA_AUTH: 'none' }))).toEqual(plain);
  });

  it('logs in with the password of a secret in Secrets Manager, over TLS', async () => {
    const variables = { ...brokers, KAFKA_AUTH: 'scram', KAFKA_SECRET_ARN: 'arn:1' };
    const secret = JSON.stringify({ username: 'reader', password: 'pw' });

    expect(await kafkaFromEnvironment('reader', environmentWith(variables, { 'arn:1': secret }))).toEqual({
      ...plain,
      tls: {},
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'reader', password: 'pw' },
    });
  });

  it('shows the certificate of a secret that stands in a variable, and trusts its authority', async () => {
    const secret = JSON.stringify({ certificate: 'cert', privateKey: 'key', ca: 'authority' });
    const variables = { ...brokers, KAFKA_AUTH: 'mtls', KAFKA_SECRET: secret };

    expect(await kafkaFromEnvironment('reader', environmentWith(variables))).toEqual({
      ...plain,
      tls: { ca: 'authority', client: { certificate: 'cert', key: 'key' } },
    });
  });

  it('signs a token of IAM for each connection', async () => {
    const { tls, sasl } = await kafkaFromEnvironment('reader', environmentWith({ ...brokers, KAFKA_AUTH: 'iam' }));

    const token = sasl?.mechanism === 'OAUTHBEARER' ? await sasl.token() : '';
    expect(tls).toEqual({});
    expect(Buffer.from(token, 'base64url').toString()).toMatch(
      /^https:\/\/kafka\.eu-central-1\.amazonaws\.com\/\?Action=kafka-cluster%3AConnect&/u,
    );
  });

  it.each([
    [{}, 'KAFKA_BROKERS must be host:port, separated by commas, got no value'],
    [{ KAFKA_BROKERS: ' , ' }, 'KAFKA_BROKERS must be host:port, separated by commas, got something else'],
    [{ KAFKA_BROKERS: 'hunter2' }, 'KAFKA_BROKERS must be host:port, separated by commas, got something else'],
    [{ ...brokers, KAFKA_AUTH: 'hunter2' }, 'KAFKA_AUTH must be one of none, iam, scram, mtls, got something else'],
    [{ ...brokers, KAFKA_AUTH: 'scram' }, 'environment must set KAFKA_SECRET_ARN or KAFKA_SECRET, got no value'],
    [
      { ...brokers, KAFKA_AUTH: 'scram', KAFKA_SECRET: '{"password":"hunter2"}' },
      'KAFKA_SECRET must hold username and password as JSON, got something else',
    ],
    [
      { ...brokers, KAFKA_AUTH: 'mtls', KAFKA_SECRET_ARN: 'arn:1' },
      'the secret of KAFKA_SECRET_ARN must hold certificate and privateKey as JSON, got something else',
    ],
  ])('rejects %j by the name of the variable, without its value', async (variables, message) => {
    const rejected = kafkaFromEnvironment('reader', environmentWith(variables, { 'arn:1': 'hunter2' }));

    await expect(rejected).rejects.toMatchObject({ code: 'environment-invalid', message });
  });

  it('rejects a secret that cannot be read as something that may pass', async () => {
    const variables = { ...brokers, KAFKA_AUTH: 'scram', KAFKA_SECRET_ARN: 'arn:2' };

    await expect(kafkaFromEnvironment('reader', environmentWith(variables))).rejects.toMatchObject({
      code: 'source-unavailable',
      retryable: true,
      message: 'the secret of KAFKA_SECRET_ARN must be readable',
    });
  });
});
