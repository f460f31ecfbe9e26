import type { App } from 'aws-cdk-lib/core';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { addComplianceChecks } from '../aspects/add-compliance-checks.ts';
import type { Environment } from '../config/environment.ts';
import { ordersSettings } from '../config/orders-settings.ts';
import { type EventPipeline, createEventPipeline } from './event-pipeline.ts';

/** Creates the reference application in one environment, checked as that environment asks. */
export function createOrdersPipeline(app: App, environment: Environment): EventPipeline {
  if (environment.complianceChecks) {
    addComplianceChecks(app);
  }
  const settings = { ...ordersSettings, ...environment.settings };
  return createEventPipeline(app, { definition: orders, environment: { ...environment, settings } });
}
