import { describe, expect, it } from '@jest/globals';
import { CfnFunction, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { applyRules } from '../../../lib/aspects/apply-rules.ts';
import { DeadLetter } from '../../../lib/constructs/messaging/dead-letter.ts';
import { DeadLetterQueue } from '../../../lib/constructs/messaging/dead-letter-queue.ts';
import { EventQueue } from '../../../lib/constructs/messaging/event-queue.ts';
import { createStack } from '../synth.ts';

function synth(build: (stack: Stack) => void): () => Template {
  const stack = createStack();
  build(stack);
  applyRules(stack, { pipeline: 'orders' });
  return () => Template.fromStack(stack);
}

describe('the dead-letter rule', () => {
  it('reports a queue with neither a dead letter nor a reason', () => {
    expect(synth((stack) => new Queue(stack, 'Bare'))).toThrow(
      /a queue must have a dead letter or a reason for having none, got neither[^]*Test\/Bare\/Resource/,
    );
  });

  it('accepts a queue with a dead letter, one with a reason, and one of dead letters', () => {
    const attempt = synth((stack) => {
      new EventQueue(stack, 'Orders');
      new EventQueue(stack, 'Feed', { deadLetter: DeadLetter.none('live feed') });
      new DeadLetterQueue(stack, 'Failures');
    });

    expect(attempt).not.toThrow();
  });
});

describe('the log-retention rule', () => {
  it('reports a log group that is kept for ever and a function without a log group of its own', () => {
    const attempt = synth((stack) => {
      new CfnLogGroup(stack, 'Logs');
      new CfnFunction(stack, 'Handler', { code: { zipFile: 'x' }, role: 'arn:aws:iam::111111111111:role/handler' });
    });

    expect(attempt).toThrow(/a log group must have a retention, got none[^]*Test\/Logs/);
    expect(attempt).toThrow(/a function must have a log group of its own, got none[^]*Test\/Handler/);
  });

  it('accepts a function with a log group that expires', () => {
    const attempt = synth((stack) => {
      new LambdaFunction(stack, 'Handler', {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => undefined'),
        logGroup: new LogGroup(stack, 'Logs'),
      });
    });

    expect(attempt).not.toThrow();
  });
});

describe('applyRules', () => {
  it('tags everything under its scope', () => {
    const stack = createStack();
    new EventQueue(stack, 'Orders');

    applyRules(stack, { pipeline: 'orders', environment: 'dev' });

    Template.fromStack(stack).allResourcesProperties('AWS::SQS::Queue', {
      Tags: [
        { Key: 'environment', Value: 'dev' },
        { Key: 'pipeline', Value: 'orders' },
      ],
    });
  });
});
