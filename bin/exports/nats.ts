/** Bridges to NATS: `cdk-event-pipeline/nats`. */
export { forwardToNats } from '../../lambdas/adapters/forward/forward-to-nats.ts';
