/** Workers on any broker, bridges, and what makes things at brokers: `cdk-event-pipeline/brokers`. Loads the client of a broker when it is first needed. */
export {
  type ForwardOpening,
  type Forwarding,
  type OpenedForwarding,
} from '../../lambdas/adapters/forward/forwarding.ts';
export { createForwardHost } from '../../lambdas/adapters/lambda/forward-host.ts';
export { type ReconcileHandler, createReconcileHost } from '../../lambdas/adapters/lambda/reconcile-host.ts';
export { runForwarder } from '../../lambdas/adapters/worker/run-forwarder.ts';
export {
  type WorkerHost,
  type WorkerHostOptions,
  createWorkerHost,
} from '../../lambdas/adapters/worker/worker-host.ts';
