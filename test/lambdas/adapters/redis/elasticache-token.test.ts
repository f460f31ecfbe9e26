import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { createElastiCacheToken, tokenSeconds } from '../../../../lambdas/adapters/redis/elasticache-token.ts';
import type { AwsCredentials } from '../../../../lambdas/adapters/system/presigned-query.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';

const credentials: AwsCredentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret+key/1' };
const at = { cache: 'orders', user: 'app-user', region: 'eu-central-1' } as const;

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

async function signatureOfTheSdk(secrets: AwsCredentials, query: Record<string, string>): Promise<unknown> {
  const signer = new SignatureV4({ credentials: secrets, region: at.region, service: 'elasticache', sha256: Sha256 });
  const request = {
    method: 'GET',
    protocol: 'https:',
    hostname: at.cache,
    path: '/',
    headers: { host: at.cache },
    query,
  };
  const signed = await signer.presign(request, { expiresIn: tokenSeconds, signingDate: new Date(fixedClock().now()) });
  return signed.query?.['X-Amz-Signature'];
}

const tokenOf = (secrets: AwsCredentials, serverless: boolean): Promise<string> =>
  createElastiCacheToken({ ...at, serverless, credentials: () => Promise.resolve(secrets), clock: fixedClock() })();

describe('createElastiCacheToken', () => {
  it.each([
    ['a cluster', credentials, false],
    ['a serverless cache', credentials, true],
    ['credentials of a role', { ...credentials, sessionToken: 'token/with=signs+' }, true],
  ] as const)('signs for %s what the signer of the SDK signs', async (_, secrets, serverless) => {
    const token = await tokenOf(secrets, serverless);

    const query = {
      ...{ Action: 'connect', User: at.user },
      ...(serverless && { ResourceType: 'ServerlessCache' }),
    };
    expect(token.startsWith('orders/?Action=connect&')).toBe(true);
    expect(new URL(`https://${token}`).searchParams.get('X-Amz-Signature')).toBe(
      await signatureOfTheSdk(secrets, query),
    );
  });

  it('failure mode 75: makes a new token for each connection, as one is good for 15 minutes only', async () => {
    const clock = fixedClock();
    const token = createElastiCacheToken({ ...at, credentials: () => Promise.resolve(credentials), clock });
    const first = await token();

    clock.advance(tokenSeconds * 1000);

    expect(await token()).not.toBe(first);
    expect(first).toContain('X-Amz-Expires=900');
  });
});
