import type { Duration } from 'aws-cdk-lib/core';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { fifoNameCheck, kindOf } from '../checks/fifo-name-check.ts';
import type { DeadLetter } from './dead-letter.ts';
import { eventQueueDefaults } from './event-queue-defaults.ts';
import type { EventQueueProps } from './event-queue-props.ts';
import { withDefaults } from '../with-defaults.ts';
import { leastVisibilityTimeout, visibilityFactor } from './visibility-timeout.ts';

/**
 * The table of checks of an `EventQueue`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
export function eventQueueChecks(props: EventQueueProps, deadLetter: DeadLetter): readonly Check[] {
  return [
    ...timingChecks(props),
    ...kindChecks(props),
    fifoNameCheck('queueName', props.queueName, props.fifo ?? eventQueueDefaults.fifo),
    ...(deadLetter.kind === 'none' ? [reasonCheck(deadLetter)] : deadLetterChecks(props, deadLetter)),
  ];
}

function timingChecks(props: EventQueueProps): readonly Check[] {
  const { consumerTimeout, batchWindow, retention, receiveWait } = withDefaults(props, eventQueueDefaults);
  const seconds = (what: string, value: Duration, [least, most]: readonly [number, number]): Check =>
    within({ what, value: secondsOf(value), least, most, unit: 's', remedy: `choose ${least} to ${most} seconds` });
  return [
    seconds('consumerTimeout', consumerTimeout, [1, 900]),
    seconds('batchWindow', batchWindow, [0, 300]),
    seconds('retention', retention, [60, 1_209_600]),
    seconds('receiveWait', receiveWait, [0, 20]),
    visibilityCheck(props.visibilityTimeout, consumerTimeout, batchWindow),
  ];
}

function visibilityCheck(visibility: Duration | undefined, consumerTimeout: Duration, batchWindow: Duration): Check {
  const known = !consumerTimeout.isUnresolved() && !batchWindow.isUnresolved();
  return within({
    what: `visibilityTimeout (${visibilityFactor} x consumerTimeout + batchWindow)`,
    value: secondsOf(visibility),
    least: known ? leastVisibilityTimeout(consumerTimeout, batchWindow).toSeconds() : 0,
    most: 43_200,
    unit: 's',
    remedy: 'leave it out, or shorten the consumer’s timeout',
  });
}

function kindChecks(props: EventQueueProps): readonly Check[] {
  const { fifo, batchWindow } = withDefaults(props, eventQueueDefaults);
  const window = secondsOf(batchWindow) ?? 0;
  return [
    {
      holds: !fifo || window === 0,
      must: 'batchWindow of a FIFO queue must be 0 s',
      got: `${window} s`,
      remedy: 'leave it out: Lambda takes no batching window from a FIFO queue',
    },
    {
      holds: fifo || props.highThroughput !== true,
      must: 'highThroughput must be left out of a standard queue',
      got: 'true',
      remedy: 'set fifo, or leave it out: a standard queue has no limit to lift',
    },
    {
      holds: fifo || props.deduplicateByContent !== true,
      must: 'deduplicateByContent must be left out of a standard queue',
      got: 'true',
      remedy: 'set fifo, or leave it out: a standard queue de-duplicates nothing',
    },
  ];
}

function deadLetterChecks(props: EventQueueProps, deadLetter: DeadLetter): readonly Check[] {
  const { fifo, retention } = withDefaults(props, eventQueueDefaults);
  const existing = deadLetter.queue;
  return [
    within({
      what: 'maxReceiveCount',
      value: deadLetter.maxReceiveCount,
      least: 1,
      most: 1000,
      remedy: 'choose 5 or more',
    }),
    retentionCheck(secondsOf(deadLetter.retention), secondsOf(retention)),
    {
      holds: existing === undefined || existing.fifo === fifo,
      must: `the dead letter of a ${kindOf(fifo)} queue must be a ${kindOf(fifo)} queue`,
      got: `${kindOf(!fifo)} queue "${existing?.node.path ?? ''}"`,
      remedy: 'use a queue of the same kind, or DeadLetter.create()',
    },
  ];
}

// A dead letter keeps the time of its first sending, so with the same retention it would vanish soon after its move.
function retentionCheck(deadLetterSeconds: number | undefined, sourceSeconds: number | undefined): Check {
  return {
    holds: deadLetterSeconds === undefined || sourceSeconds === undefined || deadLetterSeconds > sourceSeconds,
    must: `retention of the dead letters must exceed the queue's ${sourceSeconds ?? 0} s`,
    got: `${deadLetterSeconds ?? 0} s`,
    remedy: 'keep dead letters longer (14 days at most), or the queue’s messages shorter',
  };
}

function reasonCheck({ reason }: DeadLetter): Check {
  return {
    holds: reason.trim() !== '',
    must: 'a queue without a dead letter must say why',
    got: 'an empty reason',
    remedy: 'write the reason into DeadLetter.none(...), or use DeadLetter.create()',
  };
}
