import { StreamViewType, type TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Check } from '../checks/check.ts';

/** What the stream of a table must show: the relay compares an item with what it was before. */
export const wholeItems = StreamViewType.NEW_AND_OLD_IMAGES;

/** Holds overrides to the stream that the relay reads. */
export function streamCheck(overrides: Partial<TablePropsV2> = {}): Check {
  const stream = 'dynamoStream' in overrides ? overrides.dynamoStream : wholeItems;
  return {
    holds: stream === wholeItems,
    must: `the stream must show ${wholeItems}`,
    got: stream ?? 'no stream',
    remedy: 'leave overrides.dynamoStream out',
  };
}
