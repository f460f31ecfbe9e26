import { randomBytes } from 'node:crypto';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { KeyWrapping } from '../../core/ports/key-wrapping.ts';
import { aesCipher } from './aes-cipher.ts';

/** Bytes of a data key, and of a master key. */
const keyBytes = 32;

/**
 * Wraps data keys under a master key of this process: for runs without a key service.
 *
 * @param master 32 bytes; what was wrapped under another one stays closed. A new one for each process by default, fit for
 * a store in memory.
 */
export function createLocalKeyWrapping(master: Uint8Array = randomBytes(keyBytes)): KeyWrapping {
  return {
    generate(subject) {
      const bytes = randomBytes(keyBytes);
      const wrapped = aesCipher.encrypt({ key: master, text: bytes.toString('base64'), context: subject });
      return Promise.resolve({ bytes, wrapped });
    },
    unwrap(subject, wrapped) {
      try {
        const text = aesCipher.decrypt({ key: master, text: wrapped, context: subject });
        return Promise.resolve(Buffer.from(text, 'base64'));
      } catch (cause) {
        return Promise.reject(
          new PipelineError('a wrapped key must be one of this master key and its subject, got another', {
            code: 'keys-unavailable',
            cause,
          }),
        );
      }
    },
  };
}
