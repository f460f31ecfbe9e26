import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import type { BrokerClient } from './brokers/broker-client.ts';
import { consumerUses } from './brokers/broker-uses.ts';
import type { ConsumersStackProps } from './consumers-stack-props.ts';
import { grantPayloads } from './grant-payloads.ts';
import { grantPersonal, personalVariables } from './personal-access.ts';
import { dispatchedTo, grantHomes, homeVariables } from './publishing.ts';
import { settingsOf } from './settings-of.ts';

/** A consumer by its name in the definition. */
export interface NamedConsumer<Consumer extends ConsumerDefinition = ConsumerDefinition> {
  readonly name: string;
  readonly consumer: Consumer;
}

/** What runs a consumer: a function or a worker. */
export type Running = Construct & BrokerClient & { readonly role: IRole };

/** What a consumer has to know whatever it reads and runs as. */
export function consumerVariables(
  props: ConsumersStackProps,
  { name, consumer }: NamedConsumer,
): Readonly<Record<string, string>> {
  const { definition, environment, messaging, payloads, table, brokers } = props;
  return {
    [environmentVariables.table]: table.table.tableName,
    ...(payloads && { [environmentVariables.payloadBucket]: payloads.bucket.bucketName }),
    ...personalVariables(props),
    ...homeVariables(messaging, dispatchedTo(definition, consumer)),
    ...settingsOf(name, consumer.settings, environment),
    ...brokers.reach.variables(name, consumerUses(definition, { name, consumer })),
  };
}

/** Lets a consumer do what its definition says, whatever it reads and runs as: its stores, its homes, its brokers. */
export function grantConsumer(props: ConsumersStackProps, { name, consumer }: NamedConsumer, running: Running): void {
  const { definition, messaging, payloads, table, brokers } = props;
  brokers.reach.admit(running, { name, uses: consumerUses(definition, { name, consumer }) });
  grantHomes(messaging, dispatchedTo(definition, consumer), running);
  if (consumer.stores.length > 0) {
    table.grantStore(running, consumer.stores);
  }
  grantPayloads(payloads, running, consumer);
  grantPersonal(props, running);
}
