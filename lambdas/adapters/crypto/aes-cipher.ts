import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { PersonalCipher } from '../../core/ports/personal-cipher.ts';

/** Bytes of the initialisation vector and of the tag, as NIST SP 800-38D recommends them. */
const sizes = { vector: 12, tag: 16 } as const;

/**
 * AES-256-GCM; a text becomes base64 of vector, tag and ciphertext.
 *
 * Vectors are random, so one key is good for 2^32 texts: a person has far fewer.
 *
 * Source: https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf
 */
export const aesCipher: PersonalCipher = {
  encrypt({ key, text, context }) {
    const vector = randomBytes(sizes.vector);
    const cipher = createCipheriv('aes-256-gcm', key, vector).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([vector, cipher.getAuthTag(), body]).toString('base64');
  },
  decrypt({ key, text, context }) {
    const bytes = Buffer.from(text, 'base64');
    const vector = bytes.subarray(0, sizes.vector);
    const tag = bytes.subarray(sizes.vector, sizes.vector + sizes.tag);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, vector, { authTagLength: sizes.tag })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(sizes.vector + sizes.tag)), decipher.final()]).toString(
        'utf8',
      );
    } catch (cause) {
      throw new PipelineError('sealed data must be as it was sealed, got another key, place or text', {
        code: 'seal-broken',
        cause,
      });
    }
  },
};
