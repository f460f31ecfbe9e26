import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { KeyWrapping } from '../../core/ports/key-wrapping.ts';

/** What wrapping in KMS works with. */
export interface KmsKeyWrappingDependencies {
  readonly client: KMSClient;
  /** Id, ARN or alias of a symmetric key for encryption. */
  readonly keyId: string;
}

/**
 * Wraps data keys under a key of KMS, which it never leaves; each is bound to its subject by the encryption context, which
 * CloudTrail records: so who opened the data of which person can be told.
 *
 * One request for a new key and one for each that is not in memory.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/data-keys.html and
 * https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export function createKmsKeyWrapping({ client, keyId }: KmsKeyWrappingDependencies): KeyWrapping {
  return {
    async generate(subject) {
      const { Plaintext: bytes, CiphertextBlob: wrapped } = await answered(() =>
        client.send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: { subject } })),
      );
      return { bytes: present(bytes), wrapped: Buffer.from(present(wrapped)).toString('base64') };
    },
    async unwrap(subject, wrapped) {
      const { Plaintext: bytes } = await answered(() =>
        client.send(
          new DecryptCommand({
            KeyId: keyId,
            CiphertextBlob: Buffer.from(wrapped, 'base64'),
            EncryptionContext: { subject },
          }),
        ),
      );
      return present(bytes);
    },
  };
}

/** What KMS calls wrong with a wrapped key stays wrong. */
const finalFaults: readonly string[] = ['InvalidCiphertextException', 'IncorrectKeyException'];

async function answered<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'an unknown failure';
    throw new PipelineError(`the master key of personal data must be usable, got ${name}`, {
      code: 'keys-unavailable',
      retryable: !finalFaults.includes(name),
      cause,
    });
  }
}

function present(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) {
    throw new PipelineError('the key service must answer with a key, got none', {
      code: 'keys-unavailable',
      retryable: true,
    });
  }
  return bytes;
}
