import type { IQueue, QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import { defaultDeadLetterRetention } from './dead-letter-queue.ts';

/** Receives before a message is moved, when nothing else is said; AWS asks for at least 5 with a Lambda function. */
export const defaultMaxReceiveCount = 5;

/** How often a message may fail and how long it is then kept. */
export interface DeadLetterOptions {
  /** Receives before a message is moved, 1 to 1000. @default 5 */
  readonly maxReceiveCount?: number;
  /** 1 minute to 14 days; must exceed the source's retention. @default 14 days */
  readonly retention?: Duration;
  /** Settings of the dead-letter queue, applied last. @default - none */
  readonly overrides?: Partial<QueueProps>;
}

/** Where an existing queue stands. */
export interface ExistingDeadLetterOptions {
  /** Receives before a message is moved, 1 to 1000. @default 5 */
  readonly maxReceiveCount?: number;
  /** Retention of the existing queue. @default - unknown, and not checked */
  readonly retention?: Duration;
}

/** What happens to a message that keeps failing: a queue of its own, an existing queue, or a reason for none. */
export class DeadLetter {
  /** A dead-letter queue of the same kind beside the queue. */
  static create(options: DeadLetterOptions = {}): DeadLetter {
    return new DeadLetter('create', { ...options, retention: options.retention ?? defaultDeadLetterRetention });
  }

  /** An existing queue; it must be of the same kind. */
  static use(queue: IQueue, options: ExistingDeadLetterOptions = {}): DeadLetter {
    return new DeadLetter('use', { ...options, queue });
  }

  /** No dead letter; a message is dropped after the queue's retention. `reason` is shown by the checks. */
  static none(reason: string): DeadLetter {
    return new DeadLetter('none', { reason });
  }

  readonly kind: 'create' | 'use' | 'none';
  readonly maxReceiveCount: number;
  readonly retention: Duration | undefined;
  readonly queue: IQueue | undefined;
  readonly reason: string;
  readonly overrides: Partial<QueueProps> | undefined;

  private constructor(
    kind: 'create' | 'use' | 'none',
    options: DeadLetterOptions & { readonly queue?: IQueue; readonly reason?: string },
  ) {
    this.kind = kind;
    this.maxReceiveCount = options.maxReceiveCount ?? defaultMaxReceiveCount;
    this.retention = options.retention;
    this.queue = options.queue;
    this.reason = options.reason ?? '';
    this.overrides = options.overrides;
  }
}
