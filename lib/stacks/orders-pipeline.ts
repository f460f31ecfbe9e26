import type { App } from 'aws-cdk-lib/core';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { Environment } from '../config/environment.ts';
import { type EventPipeline, createEventPipeline } from './event-pipeline.ts';

/** Creates the reference application in one environment. */
export function createOrdersPipeline(app: App, environment: Environment): EventPipeline {
  return createEventPipeline(app, { definition: orders, environment });
}
