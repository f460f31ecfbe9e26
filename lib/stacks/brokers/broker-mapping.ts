import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { type KafkaTopicDefinition, deadLetterTopicOf } from '../../../lambdas/contracts/definition/kafka-topic.ts';
import { groupOf } from '../../../lambdas/contracts/definition/reader-groups.ts';
import { pascalCase } from '../../../lambdas/contracts/pascal-case.ts';
import type { KafkaAt } from '../../config/broker-settings.ts';
import type { EventFunction } from '../../constructs/function/event-function.ts';
import { KafkaAuth } from '../../constructs/kafka/kafka-auth.ts';
import { KafkaConsumer } from '../../constructs/kafka/kafka-consumer.ts';
import type { KafkaConsumerProps, KafkaFailures } from '../../constructs/kafka/kafka-consumer-props.ts';
import { mskSource, selfManagedSource } from '../../constructs/kafka/kafka-source.ts';
import { DeadLetterQueue } from '../../constructs/messaging/dead-letter-queue.ts';
import { LagAlarm } from '../../constructs/observability/lag-alarm.ts';
import { RabbitConsumer } from '../../constructs/rabbitmq/rabbit-consumer.ts';
import type { ConsumersStackProps } from '../consumers-stack-props.ts';
import type { PipelineStack } from '../pipeline-stack.ts';
import { queueAlarmsOf } from '../queue-alarms-of.ts';
import type { BrokerConsumer } from './broker-consumers.ts';

/** A function that reads a broker, and what it reads. */
export interface BrokerMapping extends BrokerConsumer {
  readonly handler: EventFunction;
}

/** Lets Lambda read the source of a function at a broker, and invoke it. */
export function addBrokerMapping(stack: PipelineStack, props: ConsumersStackProps, mapping: BrokerMapping): void {
  const { source } = mapping;
  if (source.kind === 'kafka') {
    addKafkaMapping(stack, props, { ...mapping, topic: source.source });
  } else if (source.kind === 'rabbitmq' && props.brokers.made.rabbitmq !== undefined) {
    const { queue } = source.source;
    const broker = props.brokers.made.rabbitmq;
    new RabbitConsumer(stack, `Source${pascalCase(mapping.name)}`, {
      ...{ broker, queue, handler: mapping.handler.function },
    });
    alarmOnLag(stack, props, { name: mapping.name, metric: broker.metricReady(queue) });
  }
}

/** Records that a function may leave waiting: more of them for a while, and it does not keep up. */
const mostWaiting = 4000;

function alarmOnLag(
  stack: PipelineStack,
  { environment }: ConsumersStackProps,
  { name, metric }: { readonly name: string; readonly metric: Metric },
): void {
  const alarms = queueAlarmsOf(environment.alarms);
  new LagAlarm(stack, `Lag${pascalCase(name)}`, { metric, service: name, most: mostWaiting, alarms });
}

interface KafkaMapping extends BrokerMapping {
  readonly topic: KafkaTopicDefinition;
}

function addKafkaMapping(stack: PipelineStack, props: ConsumersStackProps, mapping: KafkaMapping): void {
  const { name, handler, topic } = mapping;
  const place = placeOf(stack, props, mapping);
  if (place !== undefined) {
    const mapped = new KafkaConsumer(stack, `Source${pascalCase(name)}`, {
      ...{ topic: topic.topic, groupId: groupOf(props.definition, name), handler: handler.function },
      ...{ ...place, failures: failuresOf(stack, props, mapping) },
    });
    alarmOnLag(stack, props, { name, metric: mapped.metricLag() });
  }
}

function placeOf(
  stack: PipelineStack,
  { brokers, environment }: ConsumersStackProps,
  { name, handler }: KafkaMapping,
): Pick<KafkaConsumerProps, 'source' | 'auth'> | undefined {
  const { kafka } = environment.brokers;
  if (kafka.kind !== 'at') {
    return brokers.made.kafka && { source: mskSource(brokers.made.kafka), auth: KafkaAuth.iam() };
  }
  const network = brokers.network && { ...brokers.network, securityGroups: handler.connections.securityGroups };
  const source = selfManagedSource({ bootstrapServers: kafka.brokers, ...(network && { network }) });
  return { source, auth: authOf(stack, name, kafka) };
}

function authOf(stack: PipelineStack, name: string, { auth, secretArn }: KafkaAt): KafkaAuth {
  if (auth === 'none' || secretArn === undefined) {
    return KafkaAuth.none();
  }
  const secret = Secret.fromSecretCompleteArn(stack, `${pascalCase(name)}KafkaLogin`, secretArn);
  return auth === 'scram' ? KafkaAuth.scram(secret) : KafkaAuth.mtls(secret);
}

/** Where a record goes that the mapping gives up: to the dead letters of its topic, where the consumer parks as well. */
function failuresOf(
  stack: PipelineStack,
  { environment }: ConsumersStackProps,
  { name, topic }: KafkaMapping,
): KafkaFailures {
  if (topic.deadLetter.kind === 'queue') {
    return { topic: deadLetterTopicOf(topic) };
  }
  const alarms = queueAlarmsOf(environment.alarms);
  return { queue: new DeadLetterQueue(stack, `Failures${pascalCase(name)}`, { alarms }) };
}
