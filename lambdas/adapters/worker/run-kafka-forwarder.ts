import { carriedBy } from '../../contracts/definition/forward-target.ts';
import { deadLetterTopicOf } from '../../contracts/definition/kafka-topic.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { groupOf } from '../../contracts/definition/reader-groups.ts';
import { sourceOf } from '../../contracts/definition/source-of.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { fullJitter } from '../../core/consume/full-jitter.ts';
import { createForwarder } from '../../core/forward/forwarder.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';
import { kafkaFromEnvironment } from '../connections/kafka-from-environment.ts';
import { targetsOf } from '../forward/open-forwarding.ts';
import { runKafkaProcessor } from '../kafka/exactly-once/kafka-processor.ts';
import { consumerOf } from '../lambda/consumer-ports.ts';
import { abortableSleep as sleep } from '../system/abortable-sleep.ts';
import { systemClock as clock } from '../system/system-clock.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { type ProcessStop, processStop } from './process-stop.ts';

/** What a forwarder may be run with; nothing of it is needed in a deployed one. */
export interface KafkaForwarderOptions extends ConnectionEnvironment {
  /** @default logs and metrics as CloudWatch takes them, under its name */
  readonly telemetry?: Telemetry;
  /** @default at SIGTERM and SIGINT */
  readonly stop?: ProcessStop;
}

/**
 * Sends what a consumer handles of a topic of Kafka on to the topics that it `forwards` to, exactly once, until the
 * process is told to stop.
 *
 * Who reads there must read committed records alone, as this package's workers and Lambda's pollers do. What comes of a
 * message otherwise than as it came is made with `runKafkaProcessor`.
 *
 * @throws PipelineError `environment-invalid` when the consumer does not read a topic with dead letters, forwards to
 * another broker, or a variable is missing; the client's error for a login that is refused.
 */
export async function runKafkaForwarder(
  pipeline: PipelineDefinition,
  name: string,
  options: KafkaForwarderOptions = {},
): Promise<void> {
  const { telemetry = createLambdaTelemetry({ service: name }), stop = processStop() } = options;
  try {
    const { handles, timeoutSeconds } = consumerOf(pipeline, name);
    const places = placesOf(pipeline, name);
    const connection = await kafkaFromEnvironment(groupOf(pipeline, name), options);
    telemetry.info('forwarder started', { consumer: name });
    await runKafkaProcessor(
      {
        ...{ ...places, connection, groupId: groupOf(pipeline, name), clock, sleep, telemetry },
        ...{ recordSeconds: timeoutSeconds, retryDelay: fullJitter({ random: Math.random }) },
        consumer: (publisher) => createForwarder({ name, handles, publisher }),
      },
      stop.signal,
    );
    telemetry.info('forwarder stopped', { consumer: name });
  } catch (cause) {
    telemetry.error('forwarder ended by an error', { consumer: name }, cause);
    throw cause;
  } finally {
    telemetry.flush();
    stop.ended();
  }
}

interface Places {
  readonly topics: readonly string[];
  readonly deadLetterTopic: string;
  readonly destinationsOf: (message: OutgoingMessage) => readonly string[];
}

function placesOf(pipeline: PipelineDefinition, name: string): Places {
  const { source } = consumerOf(pipeline, name);
  const from = sourceOf(pipeline, source);
  if (from?.kind !== 'kafka' || from.source.deadLetter.kind === 'none') {
    throw new PipelineError(`consumer "${name}" must read a topic of Kafka with dead letters, got "${source}"`, {
      code: 'environment-invalid',
    });
  }
  const targets = targetsOf({ pipeline, name }, 'kafka').map((target) => ({
    ...{ topic: target.target.topic, carried: carriedBy(target) },
  }));
  return {
    topics: [from.source.topic],
    deadLetterTopic: deadLetterTopicOf(from.source),
    destinationsOf: ({ type }) => targets.filter(({ carried }) => carried.has(type)).map(({ topic }) => topic),
  };
}
