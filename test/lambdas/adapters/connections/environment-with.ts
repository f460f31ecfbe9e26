import type { ConnectionEnvironment } from '../../../../lambdas/adapters/connections/connection-environment.ts';

/** An environment with some variables, and secrets by their ARNs in place of Secrets Manager. */
export function environmentWith(
  variables: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>> = {},
): ConnectionEnvironment {
  return {
    variables,
    aws: {
      secretText: (arn) => {
        const text = secrets[arn];
        return text === undefined ? Promise.reject(new TypeError('access denied')) : Promise.resolve(text);
      },
      credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'key' }),
      region: () => Promise.resolve('eu-central-1'),
    },
  };
}
