import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Stack } from 'aws-cdk-lib/core';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { environmentNamed, environments } from '../../../lib/config/environments.ts';
import { declareNoDeadLetter } from '../../../lib/constructs/messaging/no-dead-letter.ts';
import { createEventPipeline } from '../../../lib/stacks/event-pipeline.ts';
import { createOrdersPipeline } from '../../../lib/stacks/orders-pipeline.ts';
import { createApp } from '../synth.ts';
import { stacksOf } from './orders-stacks.ts';

describe('createEventPipeline', () => {
  it.each(Object.keys(environments))('names the stacks of %s after pipeline, environment and part', (name) => {
    const parts = Object.entries(stacksOf(environmentNamed(name))).filter(([, stack]) => stack !== undefined);

    expect(parts.map(([, stack]: readonly [string, Stack]) => stack.stackName)).toEqual(
      parts.map(([part]) => `orders-${name}-${part}`),
    );
  });

  it('protects every stack of prod from deletion, and no stack of dev', () => {
    const protection = (name: string): readonly unknown[] =>
      Object.values(stacksOf(environmentNamed(name)))
        .filter((stack) => stack !== undefined)
        .map((stack: { readonly terminationProtection?: boolean }) => stack.terminationProtection);

    expect(protection('prod')).toEqual([true, true, true, true, true, true]);
    expect(protection('dev')).toEqual([false, false, false, false]);
  });

  it('fails when the environment lacks a setting that a consumer declares', () => {
    const dev = environmentNamed('dev');

    expect(() => createEventPipeline(createApp(), { definition: orders, environment: dev })).toThrow(
      'environment "dev" must give consumer "payments" its settings, found no DECLINE_ABOVE_CENTS',
    );
  });

  it('failure mode 82: deploys queues and subscriptions before any function that publishes or consumes', () => {
    const { data, messaging, consumers } = stacksOf();
    Template.fromStack(consumers);
    const before = (stack: Stack): readonly string[] => stack.dependencies.map(({ stackName }) => stackName).sort();

    expect(before(consumers)).toEqual([data.stackName, messaging.stackName]);
    expect(before(messaging)).toEqual([]);
  });

  it.each(['staging', 'prod'])('makes in %s what is at brokers before anything that reads or writes it', (name) => {
    const { brokers, consumers, workers } = stacksOf(environmentNamed(name));

    expect(consumers.dependencies).toContain(brokers);
    expect(workers?.dependencies).toContain(brokers);
  });

  it.each(['dev', 'local'])('has neither brokers nor workers in %s', (name) => {
    expect(stacksOf(environmentNamed(name))).toMatchObject({ brokers: undefined, workers: undefined });
  });

  it('places the stacks in the account and region of the environment', () => {
    const environment = { ...environmentNamed('dev'), account: '111111111111', region: 'eu-west-1' };
    const { data } = stacksOf(environment, orders);

    expect(data).toMatchObject({ account: '111111111111', region: 'eu-west-1' });
  });
});

describe('the validation of a whole application', () => {
  const before = process.env['CDK_VALIDATION'];

  beforeAll(() => {
    process.env['CDK_VALIDATION'] = 'true';
  });

  afterAll(() => {
    process.env['CDK_VALIDATION'] = before ?? '';
  });

  it.each(Object.keys(environments))('finds no error in %s: built-in rules, own rules and cdk-nag', (name) => {
    const app = createApp();
    createOrdersPipeline(app, { ...environmentNamed(name), complianceChecks: true });

    expect(() => app.synth()).not.toThrow();
  });

  it('finds a value that CloudFormation would refuse', () => {
    const app = createApp();
    const { messaging } = createOrdersPipeline(app, environmentNamed('local'));
    const wrong = new CfnQueue(messaging, 'Wrong', { visibilityTimeout: 43_201 });
    declareNoDeadLetter(wrong, 'a test');

    expect(() => app.synth()).toThrow(/43201[^]*VisibilityTimeout|VisibilityTimeout[^]*43201/);
  });

  it('finds a queue that cdk-nag and the own rule refuse', () => {
    const app = createApp();
    const { messaging } = createOrdersPipeline(app, environmentNamed('prod'));
    new Queue(messaging, 'Bare');

    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3|event-pipeline:dead-letter/);
  });
});
