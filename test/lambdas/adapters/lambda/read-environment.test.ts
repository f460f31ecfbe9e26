import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../../../lambdas/adapters/lambda/read-environment.ts';

const variables = { table: 'EVENT_TABLE_NAME', queue: 'SOURCE_QUEUE_URL', topic: 'TOPIC_EVENTS_ARN' };

describe('reading the environment', () => {
  it('gives each field the value of its variable', () => {
    const source = { EVENT_TABLE_NAME: 't', SOURCE_QUEUE_URL: ' q ', TOPIC_EVENTS_ARN: 'a', OTHER: 'o' };

    expect(readEnvironment(variables, source)).toEqual({ table: 't', queue: 'q', topic: 'a' });
  });

  it('reads nothing when nothing is asked for', () => {
    expect(readEnvironment({}, {})).toEqual({});
  });

  it('rejects with every missing or empty variable together, and no values', () => {
    expect(() => readEnvironment(variables, { EVENT_TABLE_NAME: 'secret', SOURCE_QUEUE_URL: ' ' })).toThrow(
      expect.objectContaining({
        code: 'environment-invalid',
        message: 'environment must set SOURCE_QUEUE_URL, TOPIC_EVENTS_ARN, got no value',
      }),
    );
  });

  it('reads the environment of the process by default', () => {
    expect(() => readEnvironment({ missing: 'A_VARIABLE_THAT_NOBODY_SETS' })).toThrow(/A_VARIABLE_THAT_NOBODY_SETS/u);
  });
});
