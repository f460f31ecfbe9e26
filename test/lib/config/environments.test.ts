import { describe, expect, it } from '@jest/globals';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Environment } from '../../../lib/config/environment.ts';
import { environmentNamed, environments } from '../../../lib/config/environments.ts';

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

  it('have brokers of their own in staging and prod only, and say why not elsewhere', () => {
    const kindsOf = ({ name, brokers: { kafka, redis, rabbitmq, nats } }: Environment): string =>
      `${name}: ${[kafka, redis, rabbitmq, nats].map(({ kind }) => kind).join(' ')}`;

    expect(Object.values(environments).map(kindsOf)).toEqual([
      'local: none none none none',
      'dev: none none none none',
      'staging: made made made none',
      'prod: made made made none',
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
