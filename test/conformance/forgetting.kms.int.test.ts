import { openEventTable } from '../support/open-event-table.ts';
import { openKeyWrapping } from '../support/open-key-wrapping.ts';
import { forgettingConformance } from './forgetting-conformance.ts';

const { items } = openEventTable('forgetting');
const { items: index } = openEventTable('forgetting-index');

forgettingConformance('in DynamoDB under a key of KMS', { items, index, wrapping: openKeyWrapping() });
