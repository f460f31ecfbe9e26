import { CreateKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll } from '@jest/globals';
import { createKmsClient } from '../../lambdas/adapters/kms/kms-client.ts';
import { createKmsKeyWrapping } from '../../lambdas/adapters/kms/kms-key-wrapping.ts';
import type { KeyWrapping } from '../../lambdas/core/ports/key-wrapping.ts';

/** Wraps keys under a master key of KMS that is made before the tests of the file that calls it, and given up after them. */
export function openKeyWrapping(): KeyWrapping {
  const client = createKmsClient();
  let keyId = '';
  beforeAll(async () => {
    const { KeyMetadata: key } = await client.send(new CreateKeyCommand({ Description: 'personal data, in a test' }));
    keyId = key?.KeyId ?? '';
  });
  afterAll(async () => {
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
    client.destroy();
  });
  return {
    generate: (subject) => createKmsKeyWrapping({ client, keyId }).generate(subject),
    unwrap: (subject, wrapped) => createKmsKeyWrapping({ client, keyId }).unwrap(subject, wrapped),
  };
}
