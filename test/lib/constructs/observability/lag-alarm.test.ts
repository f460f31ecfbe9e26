import { describe, expect, it } from '@jest/globals';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { LagAlarm, type LagAlarmProps } from '../../../../lib/constructs/observability/lag-alarm.ts';
import { workerLag } from '../../../../lib/constructs/worker/worker-lag.ts';
import { createStack, templateOf } from '../../synth.ts';

const props: LagAlarmProps = { metric: workerLag('live'), service: 'live', most: 500 };

describe('LagAlarm', () => {
  it('is raised when more waits than may, for as long as is said', () => {
    const template = templateOf((stack) => new LagAlarm(stack, 'Lag', { ...props, minutes: 5 }));

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ MetricName: 'RecordsWaiting', Statistic: 'Maximum', Period: 60, Threshold: 500, EvaluationPeriods: 5 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', Dimensions: [{ Name: 'service', Value: 'live' }] },
    });
  });

  it('is left out where alarms are off', () => {
    const alarms = QueueAlarms.off('a test');

    templateOf((stack) => new LagAlarm(stack, 'Lag', { ...props, alarms })).resourceCountIs(
      'AWS::CloudWatch::Alarm',
      0,
    );
  });

  it('refuses a number or a time that would never be reached', () => {
    expect(() => new LagAlarm(createStack(), 'Lag', { ...props, most: 0, minutes: 2000 })).toThrow(
      /most must be [^]*minutes must be /,
    );
  });
});
