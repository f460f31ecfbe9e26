import { createHmac, timingSafeEqual } from 'node:crypto';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { TokenSigner } from '../../core/ports/token-signer.ts';

/** Bytes that a secret must have at least: as many as the signature, or guessing the secret would be the easier way. */
export const leastSecretBytes = 32;

/**
 * Signs with HMAC-SHA-256 and a secret in the memory of this process: for one process, and where no key service is.
 *
 * @throws PipelineError `input-invalid` for a secret of less than 32 bytes.
 */
export function createHmacTokenSigner(secret: Uint8Array): TokenSigner {
  if (secret.length < leastSecretBytes) {
    throw new PipelineError(`a secret must have at least ${leastSecretBytes} bytes, got ${secret.length}`, {
      code: 'input-invalid',
    });
  }
  const macOf = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    sign: (text) => Promise.resolve(macOf(text)),
    verify: (text, signature) => {
      // As texts: two texts can stand for the same bytes, and only one of them is the signature.
      const [expected, given] = [Buffer.from(macOf(text)), Buffer.from(signature)];
      return Promise.resolve(given.length === expected.length && timingSafeEqual(given, expected));
    },
  };
}
