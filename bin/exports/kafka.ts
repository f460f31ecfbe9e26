/** Functions and workers on Kafka: `cdk-event-pipeline/kafka`. */
export { forwardToKafka } from '../../lambdas/adapters/forward/forward-to-kafka.ts';
export {
  type KafkaProcessorOptions,
  runKafkaProcessor,
} from '../../lambdas/adapters/kafka/exactly-once/kafka-processor.ts';
export {
  type KafkaBatchResponse,
  type KafkaHandler,
  type KafkaHandlerOptions,
} from '../../lambdas/adapters/lambda/kafka-handler.ts';
export { type KafkaHost, createKafkaHost } from '../../lambdas/adapters/lambda/kafka-host.ts';
export { type KafkaForwarderOptions, runKafkaForwarder } from '../../lambdas/adapters/worker/run-kafka-forwarder.ts';
