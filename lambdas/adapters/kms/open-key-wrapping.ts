import type { KeyWrapping } from '../../core/ports/key-wrapping.ts';
import { createKmsClient } from './kms-client.ts';
import { createKmsKeyWrapping } from './kms-key-wrapping.ts';

/** Wraps under a key of KMS, with a client of its own; imported only where something is sealed or opened. */
export function openKeyWrapping(keyId: string): KeyWrapping {
  return createKmsKeyWrapping({ client: createKmsClient(), keyId });
}
