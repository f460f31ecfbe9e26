import { App } from 'aws-cdk-lib/core';
import { EnvironmentError } from '../lib/config/environment-error.ts';
import { environmentFromContext } from '../lib/config/environment-from-context.ts';
import { ordersSettings } from '../lib/config/orders-settings.ts';
import { createOrdersPipeline } from '../lib/stacks/orders-pipeline.ts';

const app = new App();
try {
  createOrdersPipeline(
    app,
    environmentFromContext((key): unknown => app.node.tryGetContext(key), ordersSettings),
  );
} catch (error) {
  // A wrong name or value on the command line needs its sentence, not a stack trace.
  if (!(error instanceof EnvironmentError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
