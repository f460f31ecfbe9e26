import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { ConstructError, EventQueue, DeadLetter, QueueConsumer, EventFunction } from 'cdk-event-pipeline/constructs';
import { ScanStack } from '../src/scan-stack';

const bundlesNothing = { context: { 'aws:cdk:bundling-stacks': [] } };

test('a queue has dead letters, and hides a message for six times the timeout of its consumer', () => {
  const template = Template.fromStack(new ScanStack(new App(bundlesNothing), 'scans'));

  template.resourceCountIs('AWS::SQS::Queue', 2);
  template.hasResourceProperties('AWS::SQS::Queue', { FifoQueue: true, VisibilityTimeout: 180 });
  template.hasResourceProperties('AWS::SNS::Subscription', { FilterPolicy: { type: ['parcel.scanned'] } });
});

test('what cannot work is refused with what to do about it', () => {
  const stack = new ScanStack(new App(bundlesNothing), 'scans');
  const queue = new EventQueue(stack, 'Standard', { deadLetter: DeadLetter.create() });
  const handler = new EventFunction(stack, 'Handler', { entry: 'src/printer.ts' }).function;

  assert.throws(
    () => new QueueConsumer(stack, 'Wrong', { queue, handler, batchSize: 100 }),
    (error) => error instanceof ConstructError && /batchSize without a batchWindow/u.test(error.message),
  );
});
