import { describe, expect, it } from '@jest/globals';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DeadLetter } from '../../../lib/constructs/messaging/dead-letter.ts';
import { DeadLetterQueue } from '../../../lib/constructs/messaging/dead-letter-queue.ts';
import { EventQueue } from '../../../lib/constructs/messaging/event-queue.ts';
import { synthWithRules } from './synth-with-rules.ts';

describe('the dead-letter rule', () => {
  it('reports a queue with neither a dead letter nor a reason', () => {
    expect(synthWithRules((stack) => new Queue(stack, 'Bare'))).toThrow(
      /a queue must have a dead letter or a reason for having none, got neither[^]*Test\/Bare\/Resource/,
    );
  });

  it('accepts a queue with a dead letter, one with a reason, and one of dead letters', () => {
    const attempt = synthWithRules((stack) => {
      new EventQueue(stack, 'Orders');
      new EventQueue(stack, 'Feed', { deadLetter: DeadLetter.none('live feed') });
      new DeadLetterQueue(stack, 'Failures');
    });

    expect(attempt).not.toThrow();
  });
});
