import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { createMskToken, mskTokenSeconds } from '../../../../lambdas/adapters/kafka/msk-token.ts';
import type { AwsCredentials } from '../../../../lambdas/adapters/system/presigned-query.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';

const region = 'eu-central-1';
const host = `kafka.${region}.amazonaws.com`;
const user: AwsCredentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret+key/1' };

/** Hashes as the signer of the SDK takes them. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {
    throw new TypeError('a hash is used once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') {
    return Buffer.from(data);
  }
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

async function queryOfTheSdk(credentials: AwsCredentials): Promise<Readonly<Record<string, unknown>>> {
  const signer = new SignatureV4({ credentials, region, service: 'kafka-cluster', sha256: Sha256 });
  const signed = await signer.presign(
    {
      ...{ method: 'GET', protocol: 'https:', hostname: host, path: '/', headers: { host } },
      query: { Action: 'kafka-cluster:Connect' },
    },
    { expiresIn: mskTokenSeconds, signingDate: new Date(fixedClock().now()) },
  );
  return signed.query ?? {};
}

describe('createMskToken', () => {
  it.each([
    ['a user', user],
    ['a role', { ...user, sessionToken: 'token/with=signs+' }],
  ] as const)('signs for %s what the signer of the SDK signs, as one word', async (_, credentials) => {
    const token = createMskToken({ region, credentials: () => Promise.resolve(credentials), clock: fixedClock() });

    const url = new URL(Buffer.from(await token(), 'base64url').toString());

    const { 'User-Agent': agent, ...query } = Object.fromEntries(url.searchParams);
    expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(`https://${host}/`);
    expect(query).toEqual(await queryOfTheSdk(credentials));
    expect(agent).toBe('cdk-event-pipeline');
    expect(await token()).toMatch(/^[\w-]+$/u);
  });

  it('makes a new token for each connection, as one is good for 15 minutes only', async () => {
    const clock = fixedClock();
    const token = createMskToken({ region, credentials: () => Promise.resolve(user), clock });
    const first = await token();

    clock.advance(mskTokenSeconds * 1000);

    expect(await token()).not.toBe(first);
  });
});
