import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DeadLetter as DeadLetterDefinition } from '../../lambdas/contracts/definition/dead-letter.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { QueueDefinition } from '../../lambdas/contracts/definition/queue.ts';
import { messageLimits } from '../../lambdas/contracts/message-limits.ts';
import { receiveLimits } from '../../lambdas/contracts/definition/receive-limits.ts';
import { timerHomesOf } from '../../lambdas/contracts/definition/timed-sagas.ts';
import { pascalCase } from '../../lambdas/contracts/pascal-case.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { DeadLetter } from '../constructs/messaging/dead-letter.ts';
import { EventQueue } from '../constructs/messaging/event-queue.ts';
import { EventTopic } from '../constructs/messaging/event-topic.ts';
import type { QueueAlarms } from '../constructs/messaging/queue-alarms.ts';
import { TimerSchedules } from '../constructs/messaging/timer-schedules.ts';
import { partNamed } from './part-named.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';

/** Topics, queues, their dead letters and alarms, and who takes what from which topic. */
export class MessagingStack extends PipelineStack {
  /** By the name in the definition. */
  readonly topics: Readonly<Record<string, EventTopic>>;
  /** By the name in the definition. */
  readonly queues: Readonly<Record<string, EventQueue>>;
  /** Keeps messages that are due later; undefined for a pipeline without schedules. */
  readonly schedules: TimerSchedules | undefined;
  private readonly alarms: QueueAlarms;

  constructor(scope: Construct, props: PipelineStackProps) {
    super(scope, 'messaging', props);
    const { definition, environment } = props;
    this.alarms = queueAlarmsOf(environment.alarms);
    this.topics = Object.fromEntries(
      Object.entries(definition.topics).map(([name, { fifo, maxMessageBytes }]) => [
        name,
        new EventTopic(this, `Topic${pascalCase(name)}`, { fifo, maxMessageSizeBytes: unlessDefault(maxMessageBytes) }),
      ]),
    );
    this.queues = Object.fromEntries(
      Object.entries(definition.queues).map(([name, queue]) => [name, this.queueOf(definition, name, queue)]),
    );
    for (const [name, { from }] of Object.entries(definition.queues)) {
      this.subscribe(name, from);
    }
    this.schedules = this.schedulesOf(definition);
    this.outputs();
  }

  private schedulesOf(definition: PipelineDefinition): TimerSchedules | undefined {
    return (
      definition.schedules &&
      new TimerSchedules(this, 'Schedules', {
        queues: timerHomesOf(definition).map(({ name }) => partNamed(this.queues, name).queue),
        retention: Duration.days(definition.schedules.deadLetterDays),
        alarms: this.alarms,
      })
    );
  }

  private queueOf(definition: PipelineDefinition, name: string, queue: QueueDefinition): EventQueue {
    const reader = Object.values(definition.consumers).find(({ source }) => source === name);
    return new EventQueue(this, `Queue${pascalCase(name)}`, {
      fifo: queue.fifo,
      deduplicateByContent: definition.schedules && timerHomesOf(definition).some((home) => home.name === name),
      retention: Duration.days(queue.retentionDays),
      deadLetter: deadLetterOf(queue.deadLetter, receiveLimits(definition, name)?.broker),
      consumerTimeout: reader && Duration.seconds(reader.timeoutSeconds),
      alarms: this.alarms,
    });
  }

  private subscribe(name: string, from: QueueDefinition['from']): void {
    const queue = partNamed(this.queues, name);
    for (const [topic, types] of Object.entries(from)) {
      const { undelivered } = partNamed(this.topics, topic).subscribe(queue, {
        types: types.map((type) => type.name),
        alarms: this.alarms,
      });
      if (undelivered !== queue.deadLetterQueue) {
        this.output(stackOutputNames.undelivered(topic, name), undelivered.queueUrl);
      }
    }
  }

  private outputs(): void {
    for (const [name, { topic }] of Object.entries(this.topics)) {
      this.output(stackOutputNames.topic(name), topic.topicArn);
    }
    for (const [name, { queue, deadLetterQueue }] of Object.entries(this.queues)) {
      this.output(stackOutputNames.queue(name), queue.queueUrl);
      if (deadLetterQueue !== undefined) {
        this.output(stackOutputNames.deadLetter(name), deadLetterQueue.queueUrl);
      }
    }
  }
}

// Where the attribute is left out the service's own default holds, which is the definition's.
function unlessDefault(maxMessageBytes: number): number | undefined {
  return maxMessageBytes === messageLimits.topicBytes ? undefined : maxMessageBytes;
}

function deadLetterOf(definition: DeadLetterDefinition, brokerReceives: number | undefined): DeadLetter {
  if (definition.kind === 'none') {
    return DeadLetter.none(definition.reason);
  }
  const { maxReceiveCount, retentionDays } = definition;
  return DeadLetter.create({
    maxReceiveCount: brokerReceives ?? maxReceiveCount,
    retention: Duration.days(retentionDays),
  });
}
