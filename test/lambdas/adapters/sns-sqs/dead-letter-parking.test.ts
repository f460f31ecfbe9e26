import { describe, expect, it } from '@jest/globals';
import { createDeadLetterParking } from '../../../../lambdas/adapters/sns-sqs/dead-letter-parking.ts';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import { stubClients } from './stub-clients.ts';

const record: SourceRecord = { id: 'r1', body: '{"broken":', group: 'a', receiveCount: 1, receipt: 'receipt' };

describe('createDeadLetterParking', () => {
  it('keeps the body as it came with the reason beside it', async () => {
    const { sqs, calls } = stubClients();

    await createDeadLetterParking({ sqs, deadLetterQueueUrl: 'url', fifo: false }).park(record, 'envelope-invalid');

    expect(calls.map(({ input }) => input)).toEqual([
      {
        QueueUrl: 'url',
        MessageBody: '{"broken":',
        MessageAttributes: { parkReason: { DataType: 'String', StringValue: 'envelope-invalid' } },
      },
    ]);
  });

  it('keeps the group in a FIFO queue and is safe to repeat', async () => {
    const { sqs, calls } = stubClients();

    await createDeadLetterParking({ sqs, deadLetterQueueUrl: 'url', fifo: true }).park(record, 'no');

    expect(calls[0]?.input).toMatchObject({ MessageGroupId: 'a', MessageDeduplicationId: 'r1' });
  });

  it('failure mode 7: leaves the reason out when the body alone fills the message', async () => {
    const { sqs, calls } = stubClients();
    const full = { ...record, body: 'x'.repeat(messageLimits.queueBytes) };

    await createDeadLetterParking({ sqs, deadLetterQueueUrl: 'url', fifo: false }).park(full, 'no');

    expect(calls[0]?.input).toMatchObject({ MessageAttributes: {} });
  });

  it('rejects when the queue does not take the record, so that its source keeps it', async () => {
    const cause = new Error('no route');
    const { sqs } = stubClients([() => cause]);
    const parking = createDeadLetterParking({ sqs, deadLetterQueueUrl: 'url', fifo: false });

    await expect(parking.park(record, 'no')).rejects.toMatchObject({ code: 'publish-failed', retryable: true, cause });
  });
});
