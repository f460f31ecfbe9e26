import { describe, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { UnindexedStreams } from '../../../../lib/constructs/store/unindexed-streams.ts';

function templateWith(alarms?: QueueAlarms): Template {
  const stack = new Stack(new App(), 'Stack');
  new UnindexedStreams(stack, 'Unindexed', { service: 'indexer', ...(alarms && { alarms }) });
  return Template.fromStack(stack);
}

describe('UnindexedStreams', () => {
  it('raises an alarm on the first stream that is left, and none while nothing is counted', () => {
    templateWith().hasResourceProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'service', Value: 'indexer' }],
      EvaluationPeriods: 1,
      MetricName: 'StreamsUnindexed',
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
