import { expect, it } from '@jest/globals';
import { pointerReason } from '../../../console/dlq/pointer-reason.ts';
import { failureRecord } from '../../../localstack/event-sources/failure-record.ts';

it('says why records of a stream were given up and where they are', () => {
  const document = failureRecord({
    batch: { records: [], invocations: 6, failures: 6 },
    condition: 'RetryAttemptsExhausted',
    ...{ streamArn: 'arn', functionArn: 'arn', shardId: 'shardId-0001', requestId: 'r1', now: 0 },
  });

  expect(pointerReason(JSON.stringify(document))).toBe('RetryAttemptsExhausted: 0 records of shardId-0001');
});

it.each(['', 'text', '{}', '{"requestContext":{"condition":1}}'])('says nothing of %j', (body) => {
  expect(pointerReason(body)).toBeUndefined();
});
