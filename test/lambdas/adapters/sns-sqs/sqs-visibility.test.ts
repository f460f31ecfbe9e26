import { describe, expect, it } from '@jest/globals';
import { createSqsVisibility } from '../../../../lambdas/adapters/sns-sqs/sqs-visibility.ts';
import { stubClients } from './stub-clients.ts';

const record = { id: 'r1', body: 'b', group: undefined, receiveCount: 1, receipt: 'receipt' };

describe('createSqsVisibility', () => {
  it('hides a record for so many seconds', async () => {
    const { sqs, calls } = stubClients();

    await createSqsVisibility({ sqs, queueUrl: 'url' }).delay(record, 30);

    expect(calls.map(({ name, input }) => ({ name, input }))).toEqual([
      {
        name: 'ChangeMessageVisibilityCommand',
        input: { QueueUrl: 'url', ReceiptHandle: 'receipt', VisibilityTimeout: 30 },
      },
    ]);
  });

  it('rejects when the record is no longer in flight', async () => {
    const { sqs } = stubClients([() => Object.assign(new Error('gone'), { name: 'MessageNotInflight' })]);

    await expect(createSqsVisibility({ sqs, queueUrl: 'url' }).delay(record, 0)).rejects.toThrow('gone');
  });
});
