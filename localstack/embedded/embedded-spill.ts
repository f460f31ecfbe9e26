import { fitsHome } from '../../lambdas/adapters/sns-sqs/fits-home.ts';
import { defaultSpillBytes } from '../../lambdas/contracts/definition/payloads.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { routesOf } from '../../lambdas/contracts/definition/routes-of.ts';
import { type Spill, createSpill } from '../../lambdas/core/payload/spill.ts';
import type { Payloads } from '../../lambdas/core/ports/payloads.ts';

/** What a pipeline puts aside, as its deployed functions do it, in a store of payloads of one process. */
export function embeddedSpill(definition: PipelineDefinition, payloads: Payloads): Spill {
  const { spillBytes = defaultSpillBytes } = definition.payloads ?? {};
  return createSpill({ payloads, spillBytes, fitsHome: fitsHome(routesOf(definition)) });
}
