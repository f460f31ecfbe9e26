import { randomUUID } from 'node:crypto';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll } from '@jest/globals';
import { createKmsClient } from '../../lambdas/adapters/kms/kms-client.ts';
import { createKmsKeyWrapping } from '../../lambdas/adapters/kms/kms-key-wrapping.ts';
import type { KeyWrapping } from '../../lambdas/core/ports/key-wrapping.ts';
import { openEventTable } from '../support/open-event-table.ts';
import { subjectKeysConformance } from './subject-keys-conformance.ts';

const { items } = openEventTable('subject-keys');
const client = createKmsClient();
let keyId = '';

beforeAll(async () => {
  const { KeyMetadata: key } = await client.send(new CreateKeyCommand({ Description: 'personal data, in a test' }));
  keyId = key?.KeyId ?? '';
});
afterAll(() => {
  client.destroy();
});

const wrapping: KeyWrapping = {
  generate: (subject) => createKmsKeyWrapping({ client, keyId }).generate(subject),
  unwrap: (subject, wrapped) => createKmsKeyWrapping({ client, keyId }).unwrap(subject, wrapped),
};

subjectKeysConformance('a table of DynamoDB, a master key of KMS', { items, wrapping, subject: () => randomUUID() });
