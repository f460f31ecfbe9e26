import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import { type LambdaStreamRecord, lambdaStreamRecord } from '../../localstack/event-sources/lambda-stream-record.ts';

/** ARN of the stream that the records of tests come from. */
export const testStreamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/events/stream/2026-01-01T00:00:00.000';

/** A record of the streams API, as the SDK decodes it; only its place and its age matter. */
export function sdkRecord(sequence: string, createdAtSeconds = 1_700_000_000): StreamRecord {
  return {
    eventID: `event-${sequence}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: new Date(createdAtSeconds * 1000),
      Keys: { pk: { S: `order-${sequence}` }, sk: { S: 'tip' } },
      NewImage: { pk: { S: `order-${sequence}` }, sk: { S: 'tip' } },
      SequenceNumber: sequence,
      SizeBytes: 10,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

/** The same as a function gets it. */
export function lambdaRecord(sequence: string, createdAtSeconds?: number): LambdaStreamRecord {
  return lambdaStreamRecord(sdkRecord(sequence, createdAtSeconds), testStreamArn);
}
