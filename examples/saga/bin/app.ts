import { App } from 'aws-cdk-lib/core';
import { createEventPipeline, environmentFromContext } from 'cdk-event-pipeline/constructs';
import { rentals } from '../src/pipeline.js';

const app = new App();
createEventPipeline(app, {
  definition: rentals,
  environment: environmentFromContext((key): unknown => app.node.tryGetContext(key)),
});
