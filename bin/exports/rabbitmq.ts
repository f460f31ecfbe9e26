/** Functions and calls over RabbitMQ: `cdk-event-pipeline/rabbitmq`. */
export { forwardToRabbit } from '../../lambdas/adapters/forward/forward-to-rabbit.ts';
export { type RabbitHandler, type RabbitHandlerOptions } from '../../lambdas/adapters/lambda/rabbit-handler.ts';
export { type RabbitHost, createRabbitHost } from '../../lambdas/adapters/lambda/rabbit-host.ts';
export { type CallHost, type CallHostOptions, createCallHost } from '../../lambdas/adapters/worker/call-host.ts';
export { type CallTypes } from '../../lambdas/adapters/worker/call-of.ts';
export { type Responder, type ResponderOptions, runResponder } from '../../lambdas/adapters/worker/run-responder.ts';
