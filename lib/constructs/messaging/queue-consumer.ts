import {
  CfnFunction,
  EventSourceMapping,
  type EventSourceMappingOptions,
  Function as LambdaFunction,
  type IFunction,
  MetricType,
} from 'aws-cdk-lib/aws-lambda';
import { Duration, Token, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import type { EventQueue } from './event-queue.ts';
import { Scaling } from './scaling.ts';
import { leastVisibilityTimeout, visibilityFactor } from './visibility-timeout.ts';

/** What `QueueConsumer` uses when nothing else is said. */
export const queueConsumerDefaults = { batchSize: 10, batchWindow: Duration.seconds(0), enabled: true } as const;

/** Time limit of a function that sets none. */
const lambdaDefaultTimeout = Duration.seconds(3);

/** What describes the reading of a queue. */
export interface QueueConsumerProps {
  readonly queue: EventQueue;
  /**
   * Must answer with `batchItemFailures`: the failed records alone come again. One with reserved concurrency needs a
   * `scaling` that stays within it.
   */
  readonly handler: IFunction;
  /** Records an invocation: 1 to 10, with a window on a standard queue up to 10000. @default 10 */
  readonly batchSize?: number;
  /** Time to fill a batch, 0 to 300 seconds; 0 for FIFO. @default 0 seconds */
  readonly batchWindow?: Duration;
  /** @default - as many batches at once as Lambda finds right */
  readonly scaling?: Scaling;
  /** Which records reach the function; the others are deleted. @default - all */
  readonly filters?: EventSourceMappingOptions['filters'];
  /** @default true */
  readonly enabled?: boolean;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<EventSourceMappingOptions>;
}

/** Lets a function read a queue, record by record, and grants it that queue's messages and nothing else. */
export class QueueConsumer extends Construct {
  readonly eventSourceMapping: EventSourceMapping;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { queue, handler, filters, scaling = Scaling.standard() } = props;
    const { batchSize, batchWindow, enabled } = withDefaults(props, queueConsumerDefaults);
    refuseFaults(this, [
      batchSizeCheck(queue.fifo, batchSize, batchWindow),
      ...windowChecks(queue.fifo, batchWindow),
      ...scaling.checks,
      visibilityCheck(props),
      concurrencyCheck(handler, scaling),
    ]);
    queue.grantConsume(handler);
    this.eventSourceMapping = new EventSourceMapping(this, 'Mapping', {
      target: handler,
      eventSourceArn: queue.queue.queueArn,
      batchSize,
      enabled,
      reportBatchItemFailures: true,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
      maxBatchingWindow: secondsOf(batchWindow) === 0 ? undefined : batchWindow,
      filters,
      ...scaling.settings,
      ...props.overrides,
    });
    Validations.of(this.eventSourceMapping).acknowledge({
      id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
      reason: 'SQS mappings have no destination for failures: they go to the dead letter of the queue',
    });
  }
}

function batchSizeCheck(fifo: boolean, value: number, batchWindow: Duration): Check {
  if (fifo) {
    return within({ what: 'batchSize of a FIFO queue', value, least: 1, most: 10, remedy: 'choose 1 to 10' });
  }
  return secondsOf(batchWindow) === 0
    ? within({
        what: 'batchSize without a batchWindow',
        value,
        least: 1,
        most: 10,
        remedy: 'choose 1 to 10, or set a batchWindow of at least 1 second',
      })
    : within({ what: 'batchSize', value, least: 1, most: 10_000, remedy: 'choose 1 to 10000' });
}

function windowChecks(fifo: boolean, batchWindow: Duration): readonly Check[] {
  const window = secondsOf(batchWindow) ?? 0;
  return [
    within({ what: 'batchWindow', value: window, least: 0, most: 300, unit: 's', remedy: 'choose 0 to 300 seconds' }),
    {
      holds: !fifo || window === 0,
      must: 'batchWindow of a FIFO queue must be 0 s',
      got: `${window} s`,
      remedy: 'leave it out: Lambda takes no batching window from a FIFO queue',
    },
  ];
}

/**
 * Lambda goes on receiving for a function that it may not start, and every such receive brings a message nearer to its
 * dead letter.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
function concurrencyCheck(handler: IFunction, { settings: { maxConcurrency } }: Scaling): Check {
  const resource = handler.node.defaultChild;
  const reserved = resource instanceof CfnFunction ? resource.reservedConcurrentExecutions : undefined;
  const known = reserved !== undefined && !Token.isUnresolved(reserved);
  return {
    holds: !known || (maxConcurrency !== undefined && maxConcurrency <= reserved),
    must: `maxConcurrency of the scaling must be at most the function's reserved concurrency (${reserved ?? 'none'})`,
    got: `${maxConcurrency ?? 'none'}`,
    remedy: 'use Scaling.maxConcurrency() alone: a throttled batch burns receives until its messages are dead-lettered',
  };
}

function visibilityCheck({
  queue,
  handler,
  batchWindow = queueConsumerDefaults.batchWindow,
}: QueueConsumerProps): Check {
  const timeout = handler instanceof LambdaFunction ? (handler.timeout ?? lambdaDefaultTimeout) : undefined;
  const known = timeout !== undefined && !timeout.isUnresolved() && !batchWindow.isUnresolved();
  return within({
    what: `visibilityTimeout of the queue (${visibilityFactor} x the function's timeout + batchWindow)`,
    value: known ? secondsOf(queue.visibilityTimeout) : undefined,
    least: known ? leastVisibilityTimeout(timeout, batchWindow).toSeconds() : 0,
    unit: 's',
    remedy: "set the queue's consumerTimeout and batchWindow to those of its consumer",
  });
}
