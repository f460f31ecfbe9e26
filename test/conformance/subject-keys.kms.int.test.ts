import { randomUUID } from 'node:crypto';
import { openEventTable } from '../support/open-event-table.ts';
import { openKeyWrapping } from '../support/open-key-wrapping.ts';
import { subjectKeysConformance } from './subject-keys-conformance.ts';

const { items } = openEventTable('subject-keys');

subjectKeysConformance('a table of DynamoDB, a master key of KMS', {
  ...{ items, wrapping: openKeyWrapping() },
  subject: () => randomUUID(),
});
