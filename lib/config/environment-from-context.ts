import { type Readers, brokersFromContext } from './brokers-from-context.ts';
import { checkedEnvironment } from './checked-environment.ts';
import type { Environment } from './environment.ts';
import { environmentNamed } from './environments.ts';

/** Reads one value of the CDK context, undefined when it is not set. */
export type ReadContext = (key: string) => unknown;

/**
 * The environment that the CDK context asks for: `env` names it; `account`, `region` and the settings, in camel case
 * (`declineAboveCents` for DECLINE_ABOVE_CENTS), replace its values, and so do the addresses of brokers.
 *
 * `settings` are those of the app's consumers, where the environment says nothing else.
 *
 * @throws EnvironmentError for an unknown name or a replacement that cannot be used.
 */
export function environmentFromContext(read: ReadContext, settings: Environment['settings'] = {}): Environment {
  const environment = environmentNamed(read('env'));
  return checkedEnvironment({
    ...environment,
    ...replaced(read, { account: environment.account, region: environment.region }),
    settings: settingsFrom(read, { ...settings, ...environment.settings }),
    brokers: brokersFromContext((key) => text(read(key)), environment.brokers, readersOf(environment)),
  });
}

/** Of the brokers that the context names: mappings of Lambda read no RabbitMQ but Amazon MQ, a poller outside reads any. */
function readersOf({ streamPolling }: Environment): Readers {
  return streamPolling === 'external'
    ? { kafka: 'worker', rabbitmq: 'function' }
    : { kafka: 'function', rabbitmq: 'worker' };
}

function settingsFrom(read: ReadContext, settings: Environment['settings']): Environment['settings'] {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, text(read(camelCase(name))) ?? value]),
  );
}

function replaced<Values extends Readonly<Record<string, string | undefined>>>(
  read: ReadContext,
  values: Values,
): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, text(read(key)) ?? value])) as Values;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function camelCase(constant: string): string {
  return constant.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
