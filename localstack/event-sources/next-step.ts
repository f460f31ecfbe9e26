import { failedFrom } from './failed-from.ts';
import type { LambdaStreamRecord } from './lambda-stream-record.ts';
import { type Outcome, type RecordReading, type RetrySettings, type RetryStep, decideRetry } from './retry-decision.ts';
import { sequencesOf } from './stream-batch.ts';

/** What is to be done after a batch of a stream was handed over. */
export type NextStep = RetryStep<LambdaStreamRecord>;

const reading: RecordReading<LambdaStreamRecord> = {
  failedFrom: (answer, records) => failedFrom(answer, sequencesOf({ records })),
  writtenAt: ({ dynamodb }) => dynamodb.ApproximateCreationDateTime * 1000,
};

/** Decides by the rules of Lambda's stream mappings what follows from one delivery of a stream's records. */
export function nextStep(outcome: Outcome<LambdaStreamRecord>, settings: RetrySettings): NextStep {
  return decideRetry(outcome, { ...settings, reading });
}
