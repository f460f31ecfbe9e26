/** What functions are composed of, and what they run: `cdk-event-pipeline/runtime`. No broker's client beside those of AWS. */
export {
  type ApprovalHandler,
  type ApprovalHandlerDependencies,
  type ApprovalRequest,
  createApprovalHandler,
} from '../../lambdas/adapters/lambda/approval-handler.ts';
export { approvalSigner } from '../../lambdas/adapters/lambda/approval-signer.ts';
export { type ConsumerHost, createConsumerHost } from '../../lambdas/adapters/lambda/consumer-host.ts';
export { type ConsumerPorts, type ConsumerPortsOptions } from '../../lambdas/adapters/lambda/consumer-ports.ts';
export { createIndexHost } from '../../lambdas/adapters/lambda/index-host.ts';
export { type ProjectionHandler, createProjectionHost } from '../../lambdas/adapters/lambda/projection-host.ts';
export { type QueueHandler, type QueueHandlerOptions } from '../../lambdas/adapters/lambda/queue-handler.ts';
export { type EnvironmentSource, readEnvironment } from '../../lambdas/adapters/lambda/read-environment.ts';
export { createRelayHost } from '../../lambdas/adapters/lambda/relay-host.ts';
export { type SagaHost, sagaHost } from '../../lambdas/adapters/lambda/saga-host.ts';
export { type SourceGuardHandler, createSourceGuardHost } from '../../lambdas/adapters/lambda/source-guard-host.ts';
export { type StreamHandler } from '../../lambdas/adapters/lambda/stream-handler.ts';
export { type SweepHandler, createSweeperHost } from '../../lambdas/adapters/lambda/sweeper-host.ts';
export { type TimersHandler, createTimersHost } from '../../lambdas/adapters/lambda/timers-host.ts';
export { type Consumer, type EnvelopeOf, type HandlingContext } from '../../lambdas/core/consume/consumer.ts';
export { type Outcome, duplicate, ok, park, retry } from '../../lambdas/core/consume/outcome.ts';
export { type CommandConsumerOptions, createCommandConsumer } from '../../lambdas/core/event-store/command-consumer.ts';
export {
  type Decider,
  type Decision,
  type Fold,
  type SnapshotOptions,
  again,
  happened,
  impossible,
  nothingNew,
  streamOf,
} from '../../lambdas/core/event-store/decider.ts';
export {
  type Append,
  type AppendAllResult,
  type AppendResult,
  type EventStore,
  type EventStoreDependencies,
  createEventStore,
} from '../../lambdas/core/event-store/event-store.ts';
export { type Loaded } from '../../lambdas/core/event-store/loaded-stream.ts';
export { type ExpectingAppend, type ExpectedVersion } from '../../lambdas/core/event-store/append-expecting.ts';
export { type ForwarderOptions, createForwarder } from '../../lambdas/core/forward/forwarder.ts';
export { type IdempotencyDependencies } from '../../lambdas/core/idempotency/idempotency-dependencies.ts';
export { type IdempotentConsumer, idempotent } from '../../lambdas/core/idempotency/idempotent-consumer.ts';
export { type IdempotentContext } from '../../lambdas/core/idempotency/idempotent-context.ts';
export {
  type IdempotentResponder,
  type Reply,
  type Responder,
  idempotentResponder,
} from '../../lambdas/core/idempotency/idempotent-responder.ts';
export {
  type IdempotentWritesDependencies,
  type WritingConsumer,
  idempotentWrites,
} from '../../lambdas/core/idempotency/idempotent-writes.ts';
export {
  type Cause,
  type MessageWriter,
  type MessageWriterDependencies,
  createMessageWriter,
} from '../../lambdas/core/outbox/message-writer.ts';
export { type Backoff } from '../../lambdas/core/ports/backoff.ts';
export { type Clock } from '../../lambdas/core/ports/clock.ts';
export { type Fingerprint } from '../../lambdas/core/ports/fingerprint.ts';
export { type IdSource } from '../../lambdas/core/ports/id-source.ts';
export {
  type Attributes,
  type Condition,
  type Item,
  type ItemKey,
  type ItemStore,
  type ItemValue,
  type Query,
  type TransactionResult,
  type Write,
  type WriteResult,
} from '../../lambdas/core/ports/item-store.ts';
export { type Payload, type Payloads } from '../../lambdas/core/ports/payloads.ts';
export { type OutgoingMessage, type PublishResult, type Publisher } from '../../lambdas/core/ports/publisher.ts';
export { type RateDecision, type RateLimiter } from '../../lambdas/core/ports/rate-limiter.ts';
export { type LogFields, type MetricName, type Telemetry } from '../../lambdas/core/ports/telemetry.ts';
export { type Timers } from '../../lambdas/core/ports/timers.ts';
export {
  type Projection,
  type ProjectionContext,
  type ProjectionOptions,
  projection,
} from '../../lambdas/core/projection/projection.ts';
export { type FieldsChange, type RowChange } from '../../lambdas/core/projection/row-change.ts';
export { type ViewQuery, type ViewRow, type Views, createViews } from '../../lambdas/core/projection/views.ts';
export {
  type DeduplicatingPublisher,
  type DeduplicatingPublisherDependencies,
  type PublishOnce,
  type Published,
  createDeduplicatingPublisher,
} from '../../lambdas/core/publish/deduplicating-publisher.ts';
export { type RequestDefinition, request } from '../../lambdas/core/request/request.ts';
export { type RequesterOptions, createRequester } from '../../lambdas/core/request/requester.ts';
export { saga } from '../../lambdas/core/saga/saga.ts';
export { type Ending, type RetriableSteps, type SagaBuilder } from '../../lambdas/core/saga/saga-builder.ts';
export { type SagaConsumerOptions, createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
export {
  type ApprovalToken,
  type SagaDefinition,
  type SagaFailure,
  type StepResults,
} from '../../lambdas/core/saga/saga-definition.ts';
export {
  type Approval,
  type ApprovalOptions,
  type PivotOptions,
  type ReceiveOptions,
  type RetriableOptions,
  type RetryOptions,
  type SagaOptions,
  type StepOptions,
  type TimerOptions,
  type TimerResult,
  type UndoOptions,
} from '../../lambdas/core/saga/saga-options.ts';
