import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { openSqsOperations } from '../support/sqs-operations.ts';
import { poisonConformance } from './poison-conformance.ts';
import { poison } from './poison-definition.ts';

poisonConformance('sns and sqs', async () => ({ ...(await openSqsOperations(poison)), pass: () => sleep(50) }));
