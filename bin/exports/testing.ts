/** Tests of deciders, sagas and consumers without AWS: `cdk-event-pipeline/testing`. */
export {
  type ListedMessage,
  type MemoryBroker,
  createMemoryBroker,
} from '../../lambdas/adapters/memory/broker/memory-broker.ts';
export {
  type MemoryBrokerLetters,
  type MemoryBrokers,
  type MemoryBrokersOptions,
  type MemoryReader,
  createMemoryBrokers,
} from '../../lambdas/adapters/memory/brokers/memory-brokers.ts';
export { type VirtualClock, createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
export {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
export {
  type LogLine,
  type MemoryTelemetry,
  type MemoryTelemetryOptions,
  createMemoryTelemetry,
} from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
export { type Crash, CrashError, type CrashingItems, crashingItems } from '../../lambdas/testing/crashing-items.ts';
export { type Decided, type DeciderStory, given } from '../../lambdas/testing/decider-story.ts';
export { type Crashes, everyCrash } from '../../lambdas/testing/every-crash.ts';
export { type Disturbance, type Replayed, replayStory } from '../../lambdas/testing/replay-story.ts';
export { sagaStory, storyBegins } from '../../lambdas/testing/saga-story.ts';
export { storyMessage } from '../../lambdas/testing/story-message.ts';
export {
  type Expected,
  type SagaStory,
  type StoryBeginning,
  type StoryDecision,
  type StoryEvent,
  type ToldStory,
} from '../../lambdas/testing/story-script.ts';
export { type Delivered, type MemoryHost, createMemoryHost } from '../../lambdas/testing/memory-host.ts';
