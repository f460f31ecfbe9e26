import { describe, expect, it } from '@jest/globals';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { checkedEnvironment } from '../../../lib/config/checked-environment.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { EnvironmentError } from '../../../lib/config/environment-error.ts';
import { environmentFromContext } from '../../../lib/config/environment-from-context.ts';
import { environmentNamed, environments } from '../../../lib/config/environments.ts';

const fromContext = (context: Readonly<Record<string, unknown>>): Environment =>
  environmentFromContext((key) => context[key]);

describe('environments', () => {
  it('are local, dev, staging and prod, each under its own name', () => {
    expect(Object.entries(environments).map(([name, environment]) => [name, environment.name])).toEqual([
      ['local', 'local'],
      ['dev', 'dev'],
      ['staging', 'staging'],
      ['prod', 'prod'],
    ]);
  });

  it('protect production: kept, protected twice, recoverable, logs for a year, checked for compliance', () => {
    expect(environmentNamed('prod')).toMatchObject({
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
      terminationProtection: true,
      pointInTimeRecovery: true,
      logRetention: RetentionDays.ONE_YEAR,
      complianceChecks: true,
      alarms: { kind: 'on' },
    });
  });

  it('have the stream polled from outside in local only', () => {
    expect(Object.values(environments).map(({ name, streamPolling }) => `${name}: ${streamPolling}`)).toEqual([
      'local: external',
      'dev: lambda',
      'staging: lambda',
      'prod: lambda',
    ]);
  });

  it('leave account and region of dev to the credentials in use', () => {
    expect(environmentNamed('dev')).not.toHaveProperty('account');
    expect(environmentNamed('dev')).not.toHaveProperty('region');
  });

  it.each([
    ['test', '"test"'],
    ['toString', '"toString"'],
    [undefined, 'none'],
    [7, 'none'],
  ])('reject the unknown name %s and list the known ones', (name, got) => {
    expect(() => environmentNamed(name)).toThrow(
      `environment must be one of local, dev, staging, prod, got ${got} (choose one with -c env=NAME)`,
    );
    expect(() => environmentNamed(name)).toThrow(expect.objectContaining({ code: 'environment-unknown' }));
  });
});

describe('environmentFromContext', () => {
  it('takes the environment as it is when the context names it only', () => {
    expect(fromContext({ env: 'dev' })).toEqual({ ...environments['dev'], account: undefined, region: undefined });
  });

  it.each(['100000', 100_000])('replaces a setting by its name in camel case: %j', (declineAboveCents) => {
    expect(fromContext({ env: 'local', declineAboveCents }).settings).toEqual({ DECLINE_ABOVE_CENTS: '100000' });
  });

  it('declines orders above 150.00 where nothing else is said', () => {
    expect(fromContext({ env: 'prod' }).settings).toEqual({ DECLINE_ABOVE_CENTS: '15000' });
  });

  it('replaces account and region', () => {
    const environment = fromContext({ env: 'prod', account: '111111111111', region: 'us-east-2' });

    expect(environment).toMatchObject({ account: '111111111111', region: 'us-east-2' });
  });

  it('rejects a replacement that cannot be used', () => {
    expect(() => fromContext({ env: 'prod', account: '42', declineAboveCents: ' ' })).toThrow(
      new EnvironmentError('environment-inconsistent', [
        'environment "prod": account must be twelve digits, got "42"',
        'environment "prod": setting DECLINE_ABOVE_CENTS must have a value, got an empty text',
      ]),
    );
  });
});

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
