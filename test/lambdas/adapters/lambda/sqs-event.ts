import type { SQSEvent, SQSRecord } from 'aws-lambda';

/** What matters of a record of an SQS event. */
export interface SqsRecordParts {
  readonly messageId: string;
  readonly body?: string;
  readonly group?: string;
  readonly fifo?: boolean;
  readonly receiveCount?: string;
}

/** A record as AWS sends it. */
export function sqsRecord({
  messageId,
  body = '',
  group,
  fifo = false,
  receiveCount = '1',
}: SqsRecordParts): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: receiveCount,
      SentTimestamp: '1767225600000',
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: '1767225600001',
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:orders${fifo ? '.fifo' : ''}`,
    awsRegion: 'eu-west-1',
  };
}

/** An event as AWS sends it. */
export function sqsEvent(...records: readonly SqsRecordParts[]): SQSEvent {
  return { Records: records.map(sqsRecord) };
}
