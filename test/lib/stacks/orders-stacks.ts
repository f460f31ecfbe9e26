import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { ordersSettings } from '../../../lib/config/orders-settings.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { type EventPipeline, createEventPipeline } from '../../../lib/stacks/event-pipeline.ts';
import { createApp } from '../synth.ts';

/** The stacks of a pipeline, the reference application's in `dev` when nothing else is said. */
export function stacksOf(
  environment: Environment = environmentNamed('dev'),
  definition: PipelineDefinition = orders,
): EventPipeline {
  const settings = { ...ordersSettings, ...environment.settings };
  return createEventPipeline(createApp(), { definition, environment: { ...environment, settings } });
}

/** The template of a stack as plain data, hashes of assets left out. */
export function scrubbed(stack: Stack): unknown {
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  return JSON.parse(text.replace(/[0-9a-f]{64}\.zip/g, '[hash].zip')) as unknown;
}

/** The logical ids of some types of resources, sorted. */
export function logicalIds(stack: Stack, ...types: readonly string[]): readonly string[] {
  const template = Template.fromStack(stack);
  return types.flatMap((type) => Object.keys(template.findResources(type))).sort();
}

/** The names of a stack's outputs that are meant for its users, sorted. */
export function outputNames(stack: Stack): readonly string[] {
  const outputs = Object.keys(Template.fromStack(stack).findOutputs('*'));
  return outputs.filter((name) => !name.startsWith('ExportsOutput')).sort();
}
