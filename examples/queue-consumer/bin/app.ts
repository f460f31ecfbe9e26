import { App } from 'aws-cdk-lib/core';
import { createEventPipeline, environmentFromContext } from 'cdk-event-pipeline/constructs';
import { parcels } from '../src/pipeline.js';

const app = new App();
createEventPipeline(app, {
  definition: parcels,
  environment: environmentFromContext((key): unknown => app.node.tryGetContext(key)),
});
