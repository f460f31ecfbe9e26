/** Constructs, environments and the stacks of a whole pipeline for AWS CDK: `cdk-event-pipeline/constructs`. */
export {
  type BrokerSettings,
  type KafkaAt,
  type KafkaMade,
  type MskBrokers,
  type NatsAt,
  type NetworkSettings,
  type NoBroker,
  type RabbitAt,
  type RabbitMade,
  type ReadBy,
  type RedisAt,
  type RedisMade,
} from '../../lib/config/broker-settings.ts';
export { checkedEnvironment } from '../../lib/config/checked-environment.ts';
export { type AlarmSettings, type Environment } from '../../lib/config/environment.ts';
export { EnvironmentError, type EnvironmentErrorCode } from '../../lib/config/environment-error.ts';
export { type ReadContext, environmentFromContext } from '../../lib/config/environment-from-context.ts';
export { environmentNamed, environments } from '../../lib/config/environments.ts';
export { type Check } from '../../lib/constructs/checks/check.ts';
export { ConstructError } from '../../lib/constructs/checks/construct-error.ts';
export {
  EventFunction,
  type EventFunctionProps,
  eventFunctionDefaults,
} from '../../lib/constructs/function/event-function.ts';
export { HandlerBundles } from '../../lib/constructs/function/handler-bundles.ts';
export { type BrokerSize, ClusterKind, type ProvisionedSize } from '../../lib/constructs/kafka/cluster-kind.ts';
export { type KafkaReading } from '../../lib/constructs/kafka/kafka-access.ts';
export { type KafkaAccessRow, KafkaAuth } from '../../lib/constructs/kafka/kafka-auth.ts';
export {
  type IKafkaCluster,
  KafkaCluster,
  type KafkaClusterAttributes,
} from '../../lib/constructs/kafka/kafka-cluster.ts';
export { type KafkaClusterProps } from '../../lib/constructs/kafka/kafka-cluster-props.ts';
export { KafkaConsumer } from '../../lib/constructs/kafka/kafka-consumer.ts';
export { kafkaConsumerDefaults } from '../../lib/constructs/kafka/kafka-consumer-defaults.ts';
export { type KafkaConsumerProps, type KafkaFailures } from '../../lib/constructs/kafka/kafka-consumer-props.ts';
export { type KafkaLogin } from '../../lib/constructs/kafka/kafka-login.ts';
export { KafkaPollers, type PollerRange } from '../../lib/constructs/kafka/kafka-pollers.ts';
export {
  type KafkaNetwork,
  type KafkaSource,
  type SelfManagedBrokers,
  mskSource,
  selfManagedSource,
} from '../../lib/constructs/kafka/kafka-source.ts';
export { KafkaTopic, type KafkaTopicProps, kafkaTopicDefaults } from '../../lib/constructs/kafka/kafka-topic.ts';
export {
  DeadLetter,
  type DeadLetterOptions,
  type ExistingDeadLetterOptions,
} from '../../lib/constructs/messaging/dead-letter.ts';
export { DeadLetterQueue, type DeadLetterQueueProps } from '../../lib/constructs/messaging/dead-letter-queue.ts';
export { EventQueue } from '../../lib/constructs/messaging/event-queue.ts';
export { eventQueueDefaults } from '../../lib/constructs/messaging/event-queue-defaults.ts';
export { type EventQueueProps } from '../../lib/constructs/messaging/event-queue-props.ts';
export { EventTopic, type QueueSubscription, eventTopicDefaults } from '../../lib/constructs/messaging/event-topic.ts';
export { type EventTopicProps } from '../../lib/constructs/messaging/event-topic-props.ts';
export { ParkedRecords, type ParkedRecordsProps } from '../../lib/constructs/messaging/parked-records.ts';
export { type QueueAlarmOptions, QueueAlarms } from '../../lib/constructs/messaging/queue-alarms.ts';
export {
  QueueConsumer,
  type QueueConsumerProps,
  queueConsumerDefaults,
} from '../../lib/constructs/messaging/queue-consumer.ts';
export { type ProvisionedPollers, Scaling } from '../../lib/constructs/messaging/scaling.ts';
export {
  SourceGuard,
  type SourceGuardProps,
  sourceGuardDefaults,
} from '../../lib/constructs/messaging/source-guard.ts';
export { type SubscribeOptions } from '../../lib/constructs/messaging/subscribe-options.ts';
export { TimerSchedules, type TimerSchedulesProps } from '../../lib/constructs/messaging/timer-schedules.ts';
export { type ClientNetwork } from '../../lib/constructs/network/client-network.ts';
export { type NetworkEndpoint } from '../../lib/constructs/network/network-endpoint.ts';
export {
  PipelineNetwork,
  type PipelineNetworkProps,
  pipelineNetworkDefaults,
} from '../../lib/constructs/network/pipeline-network.ts';
export {
  FunctionAlarms,
  type FunctionAlarmsProps,
  functionAlarmsDefaults,
} from '../../lib/constructs/observability/function-alarms.ts';
export { LagAlarm, type LagAlarmProps, lagAlarmDefaults } from '../../lib/constructs/observability/lag-alarm.ts';
export { BrokerDeployment, type BrokerInstance } from '../../lib/constructs/rabbitmq/broker-deployment.ts';
export {
  type IRabbitBroker,
  RabbitBroker,
  type RabbitBrokerAttributes,
  rabbitBrokerDefaults,
} from '../../lib/constructs/rabbitmq/rabbit-broker.ts';
export { type RabbitBrokerProps } from '../../lib/constructs/rabbitmq/rabbit-broker-props.ts';
export {
  RabbitConsumer,
  type RabbitConsumerProps,
  rabbitConsumerDefaults,
} from '../../lib/constructs/rabbitmq/rabbit-consumer.ts';
export { type ValkeyAccess } from '../../lib/constructs/redis/valkey-access.ts';
export {
  type IValkeyCache,
  ValkeyCache,
  type ValkeyCacheAttributes,
  type ValkeyEndpoint,
  valkeyCacheDefaults,
} from '../../lib/constructs/redis/valkey-cache.ts';
export { type ValkeyCacheProps } from '../../lib/constructs/redis/valkey-cache-props.ts';
export {
  ValkeyReplicationGroup,
  valkeyReplicationGroupDefaults,
} from '../../lib/constructs/redis/valkey-replication-group.ts';
export { type ValkeyReplicationGroupProps } from '../../lib/constructs/redis/valkey-replication-group-props.ts';
export { type ValkeyIdentity, ValkeyUser, type ValkeyUserProps } from '../../lib/constructs/redis/valkey-user.ts';
export { ApprovalKey, type ApprovalKeyProps } from '../../lib/constructs/store/approval-key.ts';
export { EventIndexTable, type EventIndexTableProps } from '../../lib/constructs/store/event-index-table.ts';
export { EventTable, type EventTableProps, eventTableDefaults } from '../../lib/constructs/store/event-table.ts';
export { OutboxSweep, type OutboxSweepProps, outboxSweepDefaults } from '../../lib/constructs/store/outbox-sweep.ts';
export {
  PayloadBucket,
  type PayloadBucketProps,
  type PayloadGrantee,
  payloadBucketDefaults,
} from '../../lib/constructs/store/payload-bucket.ts';
export { PersonalDataKey, type PersonalDataKeyProps } from '../../lib/constructs/store/personal-data-key.ts';
export {
  ProjectionRuns,
  type ProjectionRunsProps,
  projectionRunsDefaults,
} from '../../lib/constructs/store/projection-runs.ts';
export { StreamConsumer } from '../../lib/constructs/store/stream-consumer.ts';
export { streamConsumerDefaults } from '../../lib/constructs/store/stream-consumer-defaults.ts';
export { type StreamConsumerProps } from '../../lib/constructs/store/stream-consumer-props.ts';
export { type StreamedTable } from '../../lib/constructs/store/streamed-table.ts';
export { TimerSweep, type TimerSweepProps, timerSweepDefaults } from '../../lib/constructs/store/timer-sweep.ts';
export { UnindexedStreams, type UnindexedStreamsProps } from '../../lib/constructs/store/unindexed-streams.ts';
export { LagScaling, type LagScalingProps } from '../../lib/constructs/worker/lag-scaling.ts';
export { StreamWorker, streamWorkerDefaults } from '../../lib/constructs/worker/stream-worker.ts';
export { type StreamWorkerProps } from '../../lib/constructs/worker/stream-worker-props.ts';
export { workerImage } from '../../lib/constructs/worker/worker-image.ts';
export { BrokersStack } from '../../lib/stacks/brokers-stack.ts';
export { ConsumersStack } from '../../lib/stacks/consumers-stack.ts';
export { DataStack } from '../../lib/stacks/data-stack.ts';
export { type EventPipeline, createEventPipeline } from '../../lib/stacks/event-pipeline.ts';
export { IndexStack } from '../../lib/stacks/index-stack.ts';
export { MessagingStack } from '../../lib/stacks/messaging-stack.ts';
export { PipelineStack } from '../../lib/stacks/pipeline-stack.ts';
export { type PipelineStackProps } from '../../lib/stacks/pipeline-stack-props.ts';
export { WorkersStack } from '../../lib/stacks/workers-stack.ts';
