import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../lib/config/environment.ts';
import { EnvironmentError } from '../../../lib/config/environment-error.ts';
import { environmentFromContext } from '../../../lib/config/environment-from-context.ts';
import { environments } from '../../../lib/config/environments.ts';

const fromContext = (context: Readonly<Record<string, unknown>>): Environment =>
  environmentFromContext((key) => context[key], { DECLINE_ABOVE_CENTS: '15000' });

describe('environmentFromContext', () => {
  it('takes the environment as it is when the context names it only', () => {
    expect(environmentFromContext((key) => (key === 'env' ? 'dev' : undefined))).toEqual({
      ...{ ...environments['dev'], account: undefined, region: undefined },
    });
  });

  it.each(['100000', 100_000])('replaces a setting by its name in camel case: %j', (declineAboveCents) => {
    expect(fromContext({ env: 'local', declineAboveCents }).settings).toEqual({ DECLINE_ABOVE_CENTS: '100000' });
  });

  it('has the settings of the app where nothing else is said', () => {
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
