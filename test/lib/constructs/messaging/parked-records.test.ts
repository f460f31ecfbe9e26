import { describe, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { ParkedRecords } from '../../../../lib/constructs/messaging/parked-records.ts';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';

function templateWith(alarms?: QueueAlarms): Template {
  const stack = new Stack(new App(), 'Stack');
  new ParkedRecords(stack, 'Parked', { service: 'fulfilOrder', ...(alarms && { alarms }) });
  return Template.fromStack(stack);
}

describe('ParkedRecords', () => {
  it('raises an alarm on the first record that a consumer parks, and none while it counts nothing', () => {
    templateWith().hasResourceProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'service', Value: 'fulfilOrder' }],
      EvaluationPeriods: 1,
      MetricName: 'RecordsParked',
      Period: 60,
      Statistic: 'Sum',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    });
  });

  it('watches nothing where alarms are off', () => {
    templateWith(QueueAlarms.off('a test')).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});
