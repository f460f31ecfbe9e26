import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import {
  FunctionAlarms,
  type FunctionAlarmsProps,
  functionAlarmsDefaults,
} from '../../../../lib/constructs/observability/function-alarms.ts';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { createStack } from '../../synth.ts';

function alarmsOf(
  props: Partial<FunctionAlarmsProps> = {},
  timeout?: Duration,
): readonly Readonly<Record<string, unknown>>[] {
  const stack = createStack();
  const watched = new Function(stack, 'Handler', {
    ...{ runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = () => 1;') },
    ...(timeout && { timeout }),
  });
  new FunctionAlarms(stack, 'Alarms', { function: watched, name: 'payments', ...props });
  const found = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  return Object.values(found).map(({ Properties }) => Properties as Record<string, unknown>);
}

const saying = (alarms: ReturnType<typeof alarmsOf>, text: string) =>
  alarms.find(({ AlarmDescription: said }) => String(said).includes(text));

describe('FunctionAlarms', () => {
  it('has the documented defaults', () => {
    expect(functionAlarmsDefaults).toEqual({ errors: 0, timeoutPercent: 80 });
  });

  it('watches invocations that fail, throttles, and the time that is left', () => {
    const alarms = alarmsOf({}, Duration.seconds(30));

    expect(alarms).toHaveLength(3);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        ...{ EvaluationPeriods: 5, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' },
        ComparisonOperator: 'GreaterThanThreshold',
      });
    }
    expect(saying(alarms, 'more than 0 invocations')).toMatchObject({ Threshold: 0, MetricName: 'Errors' });
    expect(saying(alarms, 'payments may not start')).toMatchObject({ Threshold: 0, MetricName: 'Throttles' });
    expect(saying(alarms, 'more than 80 % of its timeout')).toMatchObject({
      ...{ Threshold: 24_000, MetricName: 'Duration', Statistic: 'Maximum' },
    });
  });

  it('takes the timeout of Lambda for a function that names none', () => {
    expect(saying(alarmsOf(), 'timeout')).toMatchObject({ Threshold: 2400 });
  });

  it('is off where its environment says so, and tells whom it names', () => {
    expect(alarmsOf({ alarms: QueueAlarms.off('nobody looks') })).toEqual([]);

    const told = alarmsOf({ alarms: QueueAlarms.on({ actions: [{ bind: () => ({ alarmActionArn: 'arn:topic' }) }] }) });
    expect(told.map(({ AlarmActions }) => AlarmActions)).toEqual([['arn:topic'], ['arn:topic'], ['arn:topic']]);
  });

  it.each([
    [{ errors: -1 }, 'errors must be at least 0, got -1'],
    [{ timeoutPercent: 101 }, 'timeoutPercent must be between 1 and 100 %, got 101 %'],
  ])('refuses %j', (props, message) => {
    expect(() => alarmsOf(props)).toThrow(message);
  });
});
