import { GenerateMacCommand, type KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { TokenSigner } from '../../core/ports/token-signer.ts';

/** What signing in KMS works with. */
export interface KmsTokenSignerDependencies {
  readonly client: KMSClient;
  /** Id, ARN or alias of a key with usage GENERATE_VERIFY_MAC and spec HMAC_256. */
  readonly keyId: string;
}

/**
 * Signs with HMAC-SHA-256 in KMS: the secret never leaves it, and who may sign or verify is said by permissions alone.
 *
 * One request for each signature; a text may have 4096 bytes.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export function createKmsTokenSigner({ client, keyId }: KmsTokenSignerDependencies): TokenSigner {
  const common = { KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256' } as const;
  return {
    async sign(text) {
      const command = new GenerateMacCommand({ ...common, Message: bytesOf(text) });
      const { Mac: mac = new Uint8Array() } = await answered(() => client.send(command));
      return Buffer.from(mac).toString('base64url');
    },
    async verify(text, signature) {
      const mac = Buffer.from(signature, 'base64url');
      // What decodes to nothing is no request that KMS takes, and what does not encode back was changed on its way.
      if (mac.length === 0 || mac.toString('base64url') !== signature) {
        return false;
      }
      const command = new VerifyMacCommand({ ...common, Message: bytesOf(text), Mac: mac });
      return answered(() => client.send(command).then(({ MacValid: valid }) => valid === true, refusedOrThrown));
    },
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What KMS calls the signature of somebody else is an answer: no. */
function refusedOrThrown(cause: unknown): false {
  if (cause instanceof Error && cause.name === 'KMSInvalidMacException') {
    return false;
  }
  throw cause;
}

async function answered<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'an unknown failure';
    throw new PipelineError(`the key of the tokens must be usable, got ${name}`, {
      code: 'store-unavailable',
      retryable: true,
      cause,
    });
  }
}
