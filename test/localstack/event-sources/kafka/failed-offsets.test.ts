import { describe, expect, it } from '@jest/globals';
import { failedOffsets } from '../../../../localstack/event-sources/kafka/failed-offsets.ts';
import type { LambdaKafkaRecord } from '../../../../localstack/event-sources/kafka/lambda-kafka-record.ts';

const record = (partition: number, offset: number): LambdaKafkaRecord => ({
  ...{ topic: 'topic', partition, offset, timestamp: 0, timestampType: 'CREATE_TIME' },
  ...{ key: null, value: null, headers: [] },
});
const records = [record(0, 1), record(0, 2), record(0, 3), record(1, 1), record(1, 2)];
const failure = (partition: unknown, offset: unknown) => ({ itemIdentifier: { partition, offset } });

describe('failed offsets', () => {
  it('failure mode 62: are the lowest of each partition that is named', () => {
    const answer = { batchItemFailures: [failure('topic-0', 3), failure('topic-1', 2), failure('topic-0', 2)] };

    expect(failedOffsets(answer, records)).toEqual(
      new Map([
        ['topic-0', 2],
        ['topic-1', 2],
      ]),
    );
  });

  it.each([undefined, null, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
    'are none when the answer is %j',
    (answer) => {
      expect(failedOffsets(answer, records)).toEqual(new Map());
    },
  );

  it.each([
    ['is no list', 'topic-0'],
    ['names a partition that is not in the batch', [failure('topic-2', 1)]],
    ['names an offset that is not in the batch', [failure('topic-0', 2), failure('topic-1', 9)]],
    ['names an offset as text', [failure('topic-0', '2')]],
    ['names a record as a queue would', [{ itemIdentifier: 'topic-0' }]],
    ['names nothing', [{}]],
  ])('failure mode 62: are all of the batch when the answer %s', (_, batchItemFailures) => {
    expect(failedOffsets({ batchItemFailures }, records)).toBe('everything');
  });
});
