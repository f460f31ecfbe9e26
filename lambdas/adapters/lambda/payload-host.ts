import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { routesOf } from '../../contracts/definition/routes-of.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { type Spill, createSpill } from '../../core/payload/spill.ts';
import type { Payloads } from '../../core/ports/payloads.ts';
import { createS3Payloads } from '../s3/s3-payloads.ts';
import { fitsHome } from '../sns-sqs/fits-home.ts';
import { readEnvironment } from './read-environment.ts';

/** Where a consumer of a pipeline puts data aside and finds it again. */
export interface PayloadHost {
  readonly payloads: Payloads;
  readonly spill: Spill;
}

/**
 * The store of payloads of a pipeline; empty when it has none.
 *
 * @throws PipelineError `environment-invalid` when the name of its bucket is missing.
 */
export function payloadHost(pipeline: PipelineDefinition): Partial<PayloadHost> {
  if (pipeline.payloads === undefined) {
    return {};
  }
  const { bucketName } = readEnvironment({ bucketName: environmentVariables.payloadBucket });
  const payloads = createS3Payloads({ bucketName });
  const { spillBytes } = pipeline.payloads;
  return { payloads, spill: createSpill({ payloads, spillBytes, fitsHome: fitsHome(routesOf(pipeline)) }) };
}
