import { afterEach, describe, expect, it } from '@jest/globals';
import { env } from 'node:process';
import { defaultProvider } from '../../../../lib/constructs/function/environment-credentials.ts';

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
const before = names.map((name) => [name, env[name]] as const);

function set(values: Partial<Record<(typeof names)[number], string>>): void {
  for (const name of names) {
    const value = values[name];
    if (value === undefined) {
      Reflect.deleteProperty(env, name);
    } else {
      env[name] = value;
    }
  }
}

describe('the credentials of a bundle', () => {
  afterEach(() => {
    set(Object.fromEntries(before));
  });

  it('are what Lambda puts into the environment', async () => {
    set({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' });

    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' });
  });

  it('need no session token', async () => {
    set({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' });

    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'key' });
  });

  it('fail when the environment has none', async () => {
    set({});

    await expect(defaultProvider()()).rejects.toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
  });
});
