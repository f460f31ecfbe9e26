import { withBrokers } from '../../contracts/definition/with-brokers.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import type { BrokerReconciliation } from '../topology/broker-reconciliation.ts';
import { addressedBrokers, openBrokerConnections } from '../topology/open-broker-connections.ts';
import { reconcileBrokers } from '../topology/reconcile-brokers.ts';

/** A function that a deployment invokes, and an operator whenever it pleases. */
export type ReconcileHandler = () => Promise<readonly BrokerReconciliation[]>;

/**
 * Composes the reconciler of a pipeline in Lambda: makes what the pipeline has at the brokers whose addresses the
 * environment gives, and answers what was done.
 *
 * @throws PipelineError `definition-invalid` with all that was refused, so that a deployment stops before anything
 * relies on it; and what `openBrokerConnections` and `reconcileBrokers` throw.
 */
export function createReconcileHost(pipeline: PipelineDefinition): ReconcileHandler {
  const telemetry = createLambdaTelemetry({ service: 'reconciler' });
  return async () => {
    const kinds = addressedBrokers();
    const connections = await openBrokerConnections(kinds, { clientId: `${pipeline.name}-reconciler`, telemetry });
    try {
      const done = await reconcileBrokers(withBrokers(pipeline, kinds), connections);
      for (const { kind, made, changed, undeclared } of done) {
        telemetry.info('broker reconciled', { kind, ...texts({ made, changed, undeclared }) });
      }
      refuse(done);
      return done;
    } finally {
      await connections.close();
      telemetry.flush();
    }
  };
}

function texts(lists: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.join('; ')]));
}

function refuse(done: readonly BrokerReconciliation[]): void {
  const refused = done.flatMap(({ kind, refused: all }) => all.map((text) => `${kind}: ${text}`));
  if (refused.length > 0) {
    throw new PipelineError(`brokers must have what the pipeline needs, refused was ${refused.join('; ')}`, {
      code: 'definition-invalid',
    });
  }
}
