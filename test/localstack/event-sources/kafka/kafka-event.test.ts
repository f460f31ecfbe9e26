import { describe, expect, it } from '@jest/globals';
import type { KafkaRecordIn } from '../../../../lambdas/adapters/kafka/kafka-record.ts';
import { kafkaRecord } from '../../../../lambdas/adapters/lambda/kafka-record.ts';
import { kafkaEvent } from '../../../../localstack/event-sources/kafka/kafka-event.ts';
import { lambdaKafkaRecord } from '../../../../localstack/event-sources/kafka/lambda-kafka-record.ts';
import { mskEvent, selfManagedKafkaEvent } from '../../../event-sources-recorded/kafka-events.ts';

const [recorded] = mskEvent.records['mytopic-0'];
const recordedKey = recorded?.key ?? '';

/** The recorded record as it lay in its topic. */
function stored(more: Partial<KafkaRecordIn> = {}): KafkaRecordIn {
  return {
    ...{ topic: 'mytopic', partition: 0, offset: 15n, timestamp: 1545084650987, timestampType: 'CREATE_TIME' },
    key: Buffer.from('abcDEFghiJKLmnoPQRstuVWXyz1234==', 'base64'),
    value: Buffer.from('Hello, this is a test.'),
    headers: [[Buffer.from('headerKey'), Buffer.from('headerValue')]],
    ...more,
  };
}

describe('event of kafka', () => {
  it.each([
    ['MSK', { ...mskEvent, eventSource: 'aws:kafka' }],
    ['self-managed Kafka', { ...selfManagedKafkaEvent, eventSource: 'SelfManagedKafka' }],
  ] as const)('is what was recorded of %s, when the same record lies in the topic', (_, { records, ...source }) => {
    const event = kafkaEvent(source, [lambdaKafkaRecord(stored())]);

    // The recorded key is no canonical base64: its spare bits are lost with its bytes.
    const [record] = event.records['mytopic-0'] ?? [];
    expect(Buffer.from(record?.key ?? '', 'base64')).toEqual(Buffer.from(recordedKey, 'base64'));
    expect({ ...event, records: { 'mytopic-0': [{ ...record, key: recordedKey }] } }).toEqual({ ...source, records });
    expect(Object.keys(record ?? {})).toEqual(Object.keys(recorded ?? {}));
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  it('failure mode 62: lists the records of several partitions under their names, in their order', () => {
    const places = [
      [1, 4n],
      [0, 7n],
      [1, 5n],
    ] as const;
    const records = places.map(([partition, offset]) => lambdaKafkaRecord(stored({ partition, offset })));

    const event = kafkaEvent({ eventSource: 'SelfManagedKafka', bootstrapServers: 'b:9092' }, records);

    expect(Object.entries(event.records).map(([name, listed]) => [name, listed.map(({ offset }) => offset)])).toEqual([
      ['mytopic-1', [4, 5]],
      ['mytopic-0', [7]],
    ]);
  });

  it('failure mode 64: a record without key, value and headers has null for both and an empty list', () => {
    expect(lambdaKafkaRecord(stored({ key: null, value: null, headers: [] }))).toMatchObject({
      key: null,
      value: null,
      headers: [],
    });
  });

  it('failure mode 64: repeated headers stay apart and their bytes are signed, as our own parser reads them', () => {
    const name = Buffer.from('redrive');
    const headers = [
      [name, Buffer.from('x')],
      [name, Buffer.from('tök 1 0 letter')],
    ] as const;

    const record = lambdaKafkaRecord(stored({ headers }));

    expect(record.headers[1]).toEqual({
      redrive: [116, -61, -74, 107, 32, 49, 32, 48, 32, 108, 101, 116, 116, 101, 114],
    });
    expect(kafkaRecord('mytopic-0', record).redrive?.token).toBe('tök');
  });
});
