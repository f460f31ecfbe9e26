import { Duration } from 'aws-cdk-lib/core';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { CircuitBreakerDefinition } from '../../lambdas/contracts/definition/circuit-breaker.ts';
import { type FunctionConsumer, queueConsumers } from '../../lambdas/contracts/definition/queue-consumers.ts';
import type { SweeperDefinition } from '../../lambdas/contracts/definition/sweeper.ts';
import { brokersOf } from '../../lambdas/contracts/definition/with-brokers.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { pascalCase } from '../../lambdas/contracts/pascal-case.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import type { EventFunction } from '../constructs/function/event-function.ts';
import { SourceGuard } from '../constructs/messaging/source-guard.ts';
import { ParkedRecords } from '../constructs/messaging/parked-records.ts';
import { QueueConsumer } from '../constructs/messaging/queue-consumer.ts';
import { OutboxSweep } from '../constructs/store/outbox-sweep.ts';
import { StreamConsumer } from '../constructs/store/stream-consumer.ts';
import type { ConsumersStackProps } from './consumers-stack-props.ts';
import { availableBrokers } from './brokers/available-brokers.ts';
import { brokerFunctions } from './brokers/broker-functions.ts';
import { consumerVariables, grantConsumer } from './consumer-access.ts';
import { partNamed } from './part-named.ts';
import { grantRelaying, relayVariables } from './publishing.ts';
import { pipelineFunction } from './pipeline-function.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';
import { timersFunction } from './timers-function.ts';

/** The functions: each reads its queue and may touch what it declares, and the relay publishes what they committed. */
export class ConsumersStack extends PipelineStack {
  private readonly props: ConsumersStackProps;

  constructor(scope: Construct, props: ConsumersStackProps) {
    super(scope, 'consumers', props);
    this.props = props;
    const { sweeper, timers, circuitBreaker } = props.definition;
    const sources = Object.entries(queueConsumers(props.definition)).map(
      ([name, consumer]): readonly [string, EventSourceMapping] => [consumer.source, this.addConsumer(name, consumer)],
    );
    this.addBrokerFunctions();
    this.addRelay();
    if (sweeper !== undefined) {
      this.addSweeper(sweeper);
    }
    if (timers !== undefined) {
      const { function: handler } = timersFunction(this, { ...props, timers });
      this.output(stackOutputNames.timers, handler.functionName);
    }
    if (circuitBreaker !== undefined) {
      this.addGuard(circuitBreaker, Object.fromEntries(sources));
    }
  }

  private addConsumer(name: string, consumer: FunctionConsumer): EventSourceMapping {
    const { definition, messaging, brokers } = this.props;
    const queue = partNamed(messaging.queues, consumer.source);
    const variables = {
      ...consumerVariables(this.props, { name, consumer }),
      [environmentVariables.sourceQueue]: queue.queue.queueUrl,
      ...(queue.deadLetterQueue && { [environmentVariables.deadLetterQueue]: queue.deadLetterQueue.queueUrl }),
    };
    const network = brokersOf(definition, consumer).length > 0 ? brokers.network : undefined;
    const id = `Consumer${pascalCase(name)}`;
    const handler = pipelineFunction(this, { ...this.props, id, part: consumer, variables, network });
    grantConsumer(this.props, { name, consumer }, handler);
    this.grantSource(handler, consumer);
    this.watchParked(name, consumer);
    const source = new QueueConsumer(this, `Source${pascalCase(name)}`, { queue, handler: handler.function });
    this.output(stackOutputNames.consumer(name), handler.function.functionName);
    return source.eventSourceMapping;
  }

  private addBrokerFunctions(): void {
    const kinds = availableBrokers(this.props.environment.brokers);
    if (kinds.length > 0) {
      this.output(stackOutputNames.brokers, kinds.join());
    }
    for (const [name, handler] of brokerFunctions(this, this.props)) {
      this.output(stackOutputNames.consumer(name), handler.function.functionName);
    }
  }

  /** What its engine keeps about its queue, and where that parks: in the queue's dead letters, or in lines. */
  private grantSource(handler: EventFunction, { source }: FunctionConsumer): void {
    const { definition, messaging, table } = this.props;
    if (definition.circuitBreaker !== undefined) {
      table.grantBreaker(handler, source);
    }
    if (definition.queues[source]?.onPoison === 'skip') {
      partNamed(messaging.queues, source).grantPark(handler);
    } else {
      table.grantDeadLetters(handler, source);
    }
  }

  /** What is parked in the lines of its key shows in no dead-letter queue. */
  private watchParked(name: string, { source }: FunctionConsumer): void {
    const { definition, environment } = this.props;
    if (definition.queues[source]?.onPoison !== 'skip') {
      const alarms = queueAlarmsOf(environment.alarms);
      new ParkedRecords(this, `Parked${pascalCase(name)}`, { service: name, alarms });
    }
  }

  private addRelay(): void {
    const { definition, environment, messaging, table } = this.props;
    const { relay } = definition;
    const handler = this.functionOf('Relay', relay, this.relayVariables());
    grantRelaying(messaging, definition, handler);
    table.grantSettle(handler);
    if (Object.values(definition.consumers).some(({ dispatch }) => dispatch === 'at once')) {
      table.grantClaimRead(handler);
    }
    const source = new StreamConsumer(this, 'RelaySource', {
      table,
      handler: handler.function,
      batchSize: relay.batchSize,
      retryAttempts: relay.retryAttempts,
      maxRecordAge: Duration.hours(relay.maxRecordAgeHours),
      enabled: environment.streamPolling === 'lambda',
      alarms: queueAlarmsOf(environment.alarms),
    });
    this.output(stackOutputNames.relay, handler.function.functionName);
    this.output(stackOutputNames.relayFailures, source.failures.queue.queueUrl);
  }

  private addSweeper(sweeper: SweeperDefinition): void {
    const { definition, environment, messaging, table } = this.props;
    const handler = this.functionOf('Sweeper', sweeper, this.relayVariables());
    grantRelaying(messaging, definition, handler);
    new OutboxSweep(this, 'Sweep', {
      table,
      handler: handler.function,
      every: Duration.minutes(sweeper.everyMinutes),
      alarms: queueAlarmsOf(environment.alarms),
    });
    this.output(stackOutputNames.sweeper, handler.function.functionName);
  }

  private addGuard(breaker: CircuitBreakerDefinition, sources: Readonly<Record<string, EventSourceMapping>>): void {
    const { environment, table } = this.props;
    const mappings = Object.entries(sources).map(([queue, { eventSourceMappingId }]): readonly [string, string] => [
      environmentVariables.mapping(queue),
      eventSourceMappingId,
    ]);
    const handler = this.functionOf('Guard', breaker, {
      [environmentVariables.table]: table.table.tableName,
      ...Object.fromEntries(mappings),
    });
    new SourceGuard(this, 'SourceGuard', {
      ...{ table, sources, handler: handler.function },
      every: Duration.minutes(breaker.everyMinutes),
      alarms: queueAlarmsOf(environment.alarms),
    });
    this.output(stackOutputNames.guard, handler.function.functionName);
  }

  private relayVariables(): Readonly<Record<string, string>> {
    const { definition, messaging, table } = this.props;
    return { [environmentVariables.table]: table.table.tableName, ...relayVariables(messaging, definition) };
  }

  private functionOf(
    id: string,
    part: Pick<FunctionConsumer, 'entry' | 'timeoutSeconds' | 'memoryMb'>,
    variables: Readonly<Record<string, string>>,
  ): EventFunction {
    return pipelineFunction(this, { ...this.props, id, part, variables });
  }
}
