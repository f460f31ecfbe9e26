import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { environmentVariables } from '../../../lambdas/contracts/environment-variables.ts';

describe('names of environment variables', () => {
  it.each([
    ['orders', 'TOPIC_ORDERS_ARN', 'QUEUE_ORDERS_URL', 'MAPPING_ORDERS_ID'],
    ['orderEvents', 'TOPIC_ORDER_EVENTS_ARN', 'QUEUE_ORDER_EVENTS_URL', 'MAPPING_ORDER_EVENTS_ID'],
    ['step2Done', 'TOPIC_STEP2_DONE_ARN', 'QUEUE_STEP2_DONE_URL', 'MAPPING_STEP2_DONE_ID'],
    ['eventsV2', 'TOPIC_EVENTS_V2_ARN', 'QUEUE_EVENTS_V2_URL', 'MAPPING_EVENTS_V2_ID'],
  ])('of "%s" are %s, %s and %s', (...[name, topic, queue, mapping]) => {
    expect(environmentVariables.mapping(name)).toBe(mapping);
    expect(environmentVariables.topic(name)).toBe(topic);
    expect(environmentVariables.queue(name)).toBe(queue);
  });

  it('are names that Lambda accepts, and differ for names that differ in more than case', () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,39}$/);

    fc.assert(
      fc.property(name, name, (one, other) => {
        const [first, second] = [environmentVariables.topic(one), environmentVariables.topic(other)];

        expect(first).toMatch(/^[A-Z][A-Z0-9_]+$/);
        expect(first === second && one.toLowerCase() !== other.toLowerCase()).toBe(false);
      }),
    );
  });

  it('of the fixed parts differ from each other', () => {
    const { table, deadLetterQueue, sourceQueue } = environmentVariables;

    expect(new Set([table, deadLetterQueue, sourceQueue]).size).toBe(3);
  });
});
