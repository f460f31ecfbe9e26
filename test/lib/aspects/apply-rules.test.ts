import { describe, it } from '@jest/globals';
import { EventQueue } from '../../../lib/constructs/messaging/event-queue.ts';
import { synthWithRules } from './synth-with-rules.ts';

describe('applyRules', () => {
  it('tags everything under its scope', () => {
    const synth = synthWithRules((stack) => new EventQueue(stack, 'Orders'));

    synth().allResourcesProperties('AWS::SQS::Queue', {
      Tags: [
        { Key: 'environment', Value: 'dev' },
        { Key: 'pipeline', Value: 'orders' },
      ],
    });
  });
});
