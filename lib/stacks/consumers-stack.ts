import { Duration } from 'aws-cdk-lib/core';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { CircuitBreakerDefinition } from '../../lambdas/contracts/definition/circuit-breaker.ts';
import type { Home } from '../../lambdas/contracts/definition/home.ts';
import { type FunctionConsumer, queueConsumers } from '../../lambdas/contracts/definition/queue-consumers.ts';
import type { SweeperDefinition } from '../../lambdas/contracts/definition/sweeper.ts';
import { homesOfConsumer } from '../../lambdas/contracts/definition/published-homes.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { pascalCase } from '../../lambdas/contracts/pascal-case.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import type { EventFunction } from '../constructs/function/event-function.ts';
import type { HandlerBundles } from '../constructs/function/handler-bundles.ts';
import { SourceGuard } from '../constructs/messaging/source-guard.ts';
import { ParkedRecords } from '../constructs/messaging/parked-records.ts';
import { QueueConsumer } from '../constructs/messaging/queue-consumer.ts';
import type { EventTable } from '../constructs/store/event-table.ts';
import type { PersonalDataKey } from '../constructs/store/personal-data-key.ts';
import type { PayloadBucket } from '../constructs/store/payload-bucket.ts';
import { OutboxSweep } from '../constructs/store/outbox-sweep.ts';
import { StreamConsumer } from '../constructs/store/stream-consumer.ts';
import type { MessagingStack } from './messaging-stack.ts';
import { partNamed } from './part-named.ts';
import { grantPersonal, personalVariables } from './personal-access.ts';
import { grantHomes, grantRelaying, homeVariables, relayVariables } from './publishing.ts';
import { pipelineFunction } from './pipeline-function.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';
import { settingsOf } from './settings-of.ts';
import { timersFunction } from './timers-function.ts';

/** What the functions work with. */
export interface ConsumersStackProps extends PipelineStackProps {
  readonly table: EventTable;
  readonly payloads: PayloadBucket | undefined;
  readonly personalKey: PersonalDataKey | undefined;
  readonly messaging: MessagingStack;
  readonly bundles: HandlerBundles;
}

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
    const { messaging, payloads, table, environment } = this.props;
    const queue = partNamed(messaging.queues, consumer.source);
    const handler = this.functionOf(`Consumer${pascalCase(name)}`, consumer, {
      [environmentVariables.table]: table.table.tableName,
      [environmentVariables.sourceQueue]: queue.queue.queueUrl,
      ...(queue.deadLetterQueue && { [environmentVariables.deadLetterQueue]: queue.deadLetterQueue.queueUrl }),
      ...(payloads && { [environmentVariables.payloadBucket]: payloads.bucket.bucketName }),
      ...personalVariables(this.props),
      ...homeVariables(messaging, this.dispatchedTo(consumer)),
      ...settingsOf(name, consumer.settings, environment),
    });
    grantHomes(messaging, this.dispatchedTo(consumer), handler);
    this.grantItems(handler, consumer);
    this.watchParked(name, consumer);
    this.grantPayloads(handler, consumer);
    grantPersonal(this.props, handler);
    const source = new QueueConsumer(this, `Source${pascalCase(name)}`, { queue, handler: handler.function });
    this.output(stackOutputNames.consumer(name), handler.function.functionName);
    return source.eventSourceMapping;
  }

  /** The homes of what a consumer publishes itself. */
  private dispatchedTo(consumer: FunctionConsumer): readonly Home[] {
    return consumer.dispatch === 'at once' ? homesOfConsumer(this.props.definition, consumer) : [];
  }

  /** Its own stores, what its engine keeps about its queue, and where that parks: in the queue's dead letters, or in lines. */
  private grantItems(handler: EventFunction, { source, stores }: FunctionConsumer): void {
    const { definition, messaging, table } = this.props;
    if (stores.length > 0) {
      table.grantStore(handler, stores);
    }
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

  /** Whoever receives a message may have to fetch its data; only who writes some may put it aside. */
  private grantPayloads(handler: EventFunction, { publishes }: FunctionConsumer): void {
    const { payloads } = this.props;
    payloads?.grantRead(handler);
    if (publishes.length > 0) {
      payloads?.grantWrite(handler);
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
