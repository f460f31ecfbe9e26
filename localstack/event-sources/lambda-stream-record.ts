import type { Identity, _Record as StreamRecord, StreamRecord as StreamChange } from '@aws-sdk/client-dynamodb-streams';
import { wireFields } from './wire-value.ts';

/** An item, or its key, in DynamoDB's JSON: `{ "pk": { "S": "order-1" }, "version": { "N": "1" } }`. */
export type EventItem = Readonly<Record<string, unknown>>;

/** One record of a DynamoDB stream in the shape in which Lambda hands it to a function. */
export interface LambdaStreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: EventItem;
    readonly NewImage?: EventItem;
    readonly OldImage?: EventItem;
    /** Decimal digits; too long for a number. */
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  /** Who changed the item when it was DynamoDB itself: expiry. */
  readonly userIdentity?: { readonly principalId: string; readonly type: string };
  readonly eventSourceARN: string;
}

/**
 * The record of a stream as Lambda would hand it to a function.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function lambdaStreamRecord(record: StreamRecord, streamArn: string): LambdaStreamRecord {
  const { eventID = '', eventName = '', eventVersion = '1.1', eventSource = 'aws:dynamodb', awsRegion = '' } = record;
  return {
    ...{ eventID, eventName, eventVersion, eventSource, awsRegion },
    dynamodb: changeOf(record.dynamodb ?? {}),
    ...(record.userIdentity && { userIdentity: identityOf(record.userIdentity) }),
    eventSourceARN: streamArn,
  };
}

function changeOf(change: StreamChange): LambdaStreamRecord['dynamodb'] {
  const { SequenceNumber = '', SizeBytes = 0, StreamViewType = 'NEW_AND_OLD_IMAGES', Keys = {} } = change;
  const { ApproximateCreationDateTime: created = new Date(0), NewImage: after, OldImage: before } = change;
  return {
    ApproximateCreationDateTime: created.getTime() / 1000,
    Keys: wireFields(Keys),
    ...(after && { NewImage: wireFields(after) }),
    ...(before && { OldImage: wireFields(before) }),
    ...{ SequenceNumber, SizeBytes, StreamViewType },
  };
}

function identityOf({ PrincipalId: principalId = '', Type: type = '' }: Identity): {
  readonly principalId: string;
  readonly type: string;
} {
  return { principalId, type };
}
