import { describe, expect, it } from '@jest/globals';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { checkedEnvironment } from '../../../lib/config/checked-environment.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';

describe('checkedEnvironment', () => {
  const sound = environmentNamed('prod');

  it('returns a sound environment', () => {
    expect(checkedEnvironment(sound)).toBe(sound);
  });

  it.each<[Partial<Environment>, string]>([
    [{ name: 'Prod' }, 'name must be a lower-case word of at most 20 letters, got "Prod"'],
    [{ name: 'a'.repeat(21) }, 'name must be a lower-case word of at most 20 letters'],
    [{ account: '11111111111' }, 'account must be twelve digits, got "11111111111"'],
    [{ region: 'europe' }, 'region must be one like eu-west-1, got "europe"'],
    [
      { removalPolicy: RemovalPolicy.DESTROY },
      'removalPolicy must be retain where deletionProtection is on, got destroy',
    ],
    [
      { alarms: { kind: 'on', oldestMessage: Duration.seconds(59) } },
      'alarms: oldestMessage must be at least 60 s, got 59 s',
    ],
    [{ alarms: { kind: 'off', reason: '' } }, 'alarms that are off must say why, got an empty reason'],
    [{ settings: { limit: '1' } }, 'a setting must be named like DECLINE_ABOVE_CENTS, got "limit"'],
    [{ settings: { LIMIT: '' } }, 'setting LIMIT must have a value, got an empty text'],
  ])('rejects an environment that contradicts itself: %#', (change, message) => {
    expect(() => checkedEnvironment({ ...sound, ...change })).toThrow(message);
  });

  it.each<[Partial<Environment>]>([
    [{ name: 'a'.repeat(20) }],
    [{ region: 'us-gov-west-1' }],
    [{ alarms: { kind: 'on', oldestMessage: Duration.seconds(60) } }],
    [{ alarms: { kind: 'off', reason: 'nobody would look' } }],
  ])('accepts an environment at its limits: %#', (change) => {
    expect(() => checkedEnvironment({ ...sound, ...change })).not.toThrow();
  });
});
