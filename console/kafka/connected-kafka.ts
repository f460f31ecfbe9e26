import { readFile } from 'node:fs/promises';
import {
  type KafkaOperations,
  createKafkaOperations,
} from '../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { connectionOf } from './connection-of.ts';

/**
 * Operations on the cluster that the options or the environment name.
 *
 * @throws PipelineError `input-invalid` when they name none, or a certificate that cannot be read.
 */
export async function connectedKafka(options: ParsedOptions): Promise<KafkaOperations> {
  return createKafkaOperations(await connectionOf(options, { environment: process.env, readText }));
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new PipelineError(`--ca, --cert and --key must name files that can be read, got "${path}"`, {
      code: 'input-invalid',
      cause,
    });
  });
}
