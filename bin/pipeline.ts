import { App } from 'aws-cdk-lib/core';
import { environmentFromContext } from '../lib/config/environment-from-context.ts';
import { createOrdersPipeline } from '../lib/stacks/orders-pipeline.ts';

const app = new App();
createOrdersPipeline(
  app,
  environmentFromContext((key): unknown => app.node.tryGetContext(key)),
);
