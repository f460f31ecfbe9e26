import {
  DeduplicationScope,
  FifoThroughputLimit,
  QueueEncryption,
  type QueueProps,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import { withDefaults } from '../with-defaults.ts';
import { eventQueueDefaults } from './event-queue-defaults.ts';
import type { EventQueueProps } from './event-queue-props.ts';

/** The settings of the queue itself, its dead letter apart. */
export function eventQueueSettings(props: EventQueueProps, visibilityTimeout: Duration): QueueProps {
  const { fifo, retention, receiveWait, queueName, encryptionKey } = withDefaults(props, eventQueueDefaults);
  return {
    queueName,
    ...(fifo ? fifoSettings(props) : {}),
    encryption: encryptionKey === undefined ? QueueEncryption.SQS_MANAGED : QueueEncryption.KMS,
    encryptionMasterKey: encryptionKey,
    visibilityTimeout,
    retentionPeriod: retention,
    receiveMessageWaitTime: receiveWait,
    enforceSSL: true,
    redriveAllowPolicy: { redrivePermission: RedrivePermission.DENY_ALL },
  };
}

// SQS accepts the throughput limit per group only together with the de-duplication scope per group.
function fifoSettings(props: EventQueueProps): QueueProps {
  const { highThroughput, deduplicateByContent } = withDefaults(props, eventQueueDefaults);
  const kind: QueueProps = { fifo: true, ...(deduplicateByContent && { contentBasedDeduplication: true }) };
  return highThroughput
    ? {
        ...kind,
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      }
    : kind;
}
