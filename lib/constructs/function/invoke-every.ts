import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventInvokeConfig, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Check, secondsOf, within } from '../checks/check.ts';

/** A function that works through what it finds each time, and misses nothing when a run fails. */
export interface Invoked {
  readonly handler: IFunction;
  readonly every: Duration;
  /** Why a run that was not delivered needs no dead letter. */
  readonly whyNoDeadLetter: string;
}

/**
 * Invokes a function by the clock; a failed run is not repeated, because the next one finds what it left.
 *
 * A rule invokes asynchronously: by default Lambda itself would repeat a failed run twice, and keep those that it had to
 * throttle for six hours, to make up for them one after another.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function invokeEvery(scope: Construct, { handler, every, whyNoDeadLetter }: Invoked): Rule {
  const invoked = new EventInvokeConfig(scope, 'Invoked', { function: handler, retryAttempts: 0, maxEventAge: every });
  const rule = new Rule(scope, 'Schedule', {
    schedule: Schedule.rate(every),
    targets: [new LambdaFunction(handler, { retryAttempts: 0 })],
  });
  Validations.of(rule).acknowledge({ id: 'Serverless::Serverless-EventBusDLQ', reason: whyNoDeadLetter });
  Validations.of(invoked).acknowledge({
    id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
    reason: whyNoDeadLetter,
  });
  return rule;
}

/** Holds the time between two runs to 1 to 60 minutes. */
export function everyCheck(every: Duration): Check {
  return within({
    ...{ what: 'every', value: secondsOf(every), least: 60, most: 3600, unit: 's' },
    remedy: 'choose 1 to 60 minutes',
  });
}
