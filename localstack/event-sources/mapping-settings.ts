import * as z from 'zod/mini';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** How a function reads a stream: the settings of its event source mapping. */
export interface MappingSettings {
  readonly streamArn: string;
  readonly functionArn: string;
  /** Most records an invocation. */
  readonly batchSize: number;
  /** Retries of a failing batch after its first try; -1 for no end. */
  readonly maximumRetryAttempts: number;
  /** Age at which a failing batch is given up; -1 for never. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** Whether the function answers which records failed. */
  readonly reportBatchItemFailures: boolean;
  /** ARN of the queue that gets a pointer to what was given up; undefined tells nobody. */
  readonly onFailure: string | undefined;
  /** A record is handed over when one of them matches; all are when there is none. */
  readonly filters: readonly string[];
}

/** What Lambda assumes where a mapping does not say. */
const configurationSchema = z.object({
  EventSourceArn: z.string(),
  FunctionArn: z.string(),
  BatchSize: z._default(z.number(), 100),
  MaximumRetryAttempts: z._default(z.number(), -1),
  MaximumRecordAgeInSeconds: z._default(z.number(), -1),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  FunctionResponseTypes: z._default(z.array(z.string()), []),
  DestinationConfig: z.optional(z.object({ OnFailure: z.optional(z.object({ Destination: z.optional(z.string()) })) })),
  FilterCriteria: z.optional(z.object({ Filters: z._default(z.array(z.object({ Pattern: z.string() })), []) })),
});

/**
 * The settings in the configuration of an event source mapping, as Lambda's API describes it.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 *
 * @throws PipelineError `backend-failed` naming the fields that cannot be read.
 */
export function mappingSettingsOf(configuration: unknown): MappingSettings {
  const parsed = z.safeParse(configurationSchema, configuration);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'everything').join(', ');
    throw new PipelineError(`an event source mapping must have the shape of Lambda's API, it differs in ${fields}`, {
      code: 'backend-failed',
    });
  }
  const { data } = parsed;
  return {
    streamArn: data.EventSourceArn,
    functionArn: data.FunctionArn,
    batchSize: data.BatchSize,
    maximumRetryAttempts: data.MaximumRetryAttempts,
    maximumRecordAgeSeconds: data.MaximumRecordAgeInSeconds,
    bisectBatchOnFunctionError: data.BisectBatchOnFunctionError,
    reportBatchItemFailures: data.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    onFailure: data.DestinationConfig?.OnFailure?.Destination,
    filters: data.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [],
  };
}
