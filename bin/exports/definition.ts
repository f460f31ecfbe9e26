/** What a team describes its messages and its pipeline with: `cdk-event-pipeline`. Pure data, needs nothing of AWS. */
export { type Duration, durationSeconds } from '../../lambdas/contracts/duration.ts';
export {
  type BreakerPolicy,
  type CircuitBreakerDefinition,
  type CircuitBreakerOptions,
  circuitBreaker,
} from '../../lambdas/contracts/definition/circuit-breaker.ts';
export {
  type ConsumerDefinition,
  type ConsumerOptions,
  consumer,
} from '../../lambdas/contracts/definition/consumer.ts';
export {
  type DeadLetter,
  type DeadLetterOptions,
  deadLetter,
  noDeadLetter,
} from '../../lambdas/contracts/definition/dead-letter.ts';
export {
  type EventIndexDefinition,
  type EventIndexOptions,
  type IndexerDefinition,
  type IndexerOptions,
  type ProjectorDefinition,
  type ProjectorOptions,
  eventIndex,
} from '../../lambdas/contracts/definition/event-index.ts';
export {
  type KafkaTopicDefinition,
  type KafkaTopicOptions,
  kafkaTopic,
} from '../../lambdas/contracts/definition/kafka-topic.ts';
export {
  type NatsStreamDefinition,
  type NatsStreamOptions,
  natsStream,
} from '../../lambdas/contracts/definition/nats-stream.ts';
export {
  type PayloadsDefinition,
  type PayloadsOptions,
  payloads,
} from '../../lambdas/contracts/definition/payloads.ts';
export {
  type PersonalDataDefinition,
  type PersonalDataOptions,
  personalData,
} from '../../lambdas/contracts/definition/personal-data.ts';
export type { BrokerParts, RabbitParts } from '../../lambdas/contracts/definition/broker-parts.ts';
export type { PipelineDefinition, PipelineParts } from '../../lambdas/contracts/definition/pipeline-definition.ts';
export { pipeline } from '../../lambdas/contracts/definition/pipeline.ts';
export {
  type OnPoison,
  type QueueDefinition,
  type QueueOptions,
  queue,
} from '../../lambdas/contracts/definition/queue.ts';
export {
  type RabbitCallDefinition,
  type RabbitCallOptions,
  rabbitCall,
} from '../../lambdas/contracts/definition/rabbit-call.ts';
export {
  type RabbitDeadLettersDefinition,
  type RabbitDeadLettersOptions,
  rabbitDeadLetters,
} from '../../lambdas/contracts/definition/rabbit-dead-letters.ts';
export {
  type RabbitExchangeDefinition,
  type RabbitExchangeOptions,
  rabbitExchange,
} from '../../lambdas/contracts/definition/rabbit-exchange.ts';
export {
  type RabbitQueueDefinition,
  type RabbitQueueOptions,
  rabbitQueue,
} from '../../lambdas/contracts/definition/rabbit-queue.ts';
export {
  type ReconcilerDefinition,
  type ReconcilerOptions,
  reconciler,
} from '../../lambdas/contracts/definition/reconciler.ts';
export {
  type RedisStreamDefinition,
  type RedisStreamOptions,
  redisStream,
} from '../../lambdas/contracts/definition/redis-stream.ts';
export { type RelayDefinition, type RelayOptions, relay } from '../../lambdas/contracts/definition/relay.ts';
export {
  type SchedulesDefinition,
  type SchedulesOptions,
  schedules,
} from '../../lambdas/contracts/definition/schedules.ts';
export { type SweeperDefinition, type SweeperOptions, sweeper } from '../../lambdas/contracts/definition/sweeper.ts';
export { type TimersDefinition, type TimersOptions, timerSweeper } from '../../lambdas/contracts/definition/timers.ts';
export { type TopicDefinition, type TopicOptions, topic } from '../../lambdas/contracts/definition/topic.ts';
export { topologyOf } from '../../lambdas/contracts/definition/topology.ts';
export { DefinitionError } from '../../lambdas/contracts/errors/definition-error.ts';
export {
  PipelineError,
  type PipelineErrorCode,
  type PipelineErrorOptions,
} from '../../lambdas/contracts/errors/pipeline-error.ts';
export type { Envelope, SealedData, WireEnvelope } from '../../lambdas/contracts/events/envelope.ts';
export {
  type DataOf,
  type Draft,
  type EventOptions,
  type EventType,
  type Upcaster,
  event,
} from '../../lambdas/contracts/events/event-type.ts';
export { type PersonalOptions, personal } from '../../lambdas/contracts/events/personal.ts';
export { SubjectForgotten } from '../../lambdas/contracts/events/subject-forgotten.ts';
export { SagaCompleted, type SagaEnded, SagaFailed } from '../../lambdas/contracts/sagas/saga-events.ts';
export {
  type Decided,
  type SagaMessages,
  type TimerDue,
  sagaMessages,
} from '../../lambdas/contracts/sagas/saga-messages.ts';
export type { FilledBy } from '../../lambdas/contracts/definition/filled-by.ts';
