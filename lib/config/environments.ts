import { dev } from './dev.ts';
import type { Environment } from './environment.ts';
import { EnvironmentError } from './environment-error.ts';
import { local } from './local.ts';
import { prod } from './prod.ts';
import { staging } from './staging.ts';

/** Every environment, by name. */
export const environments: Readonly<Record<string, Environment>> = { local, dev, staging, prod };

/** @throws EnvironmentError `environment-unknown` for a name that is not among them; the message lists those that are. */
export function environmentNamed(name: unknown): Environment {
  const found = typeof name === 'string' && Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (found === undefined) {
    const got = typeof name === 'string' ? `"${name}"` : 'none';
    throw new EnvironmentError('environment-unknown', [
      `environment must be one of ${Object.keys(environments).join(', ')}, got ${got} (choose one with -c env=NAME)`,
    ]);
  }
  return found;
}
