import { fieldOf } from '../../../lambdas/adapters/dynamodb/field-of.ts';
import { type LambdaKafkaRecord, partitionOf } from './lambda-kafka-record.ts';

/** The lowest failed offset of each partition that has one, by its name; or that all of the batch failed. */
export type FailedOffsets = ReadonlyMap<string, number> | 'everything';

/**
 * Reads a function's answer about a batch of Kafka.
 *
 * No answer, an empty one and an empty list mean success. An answer that cannot be read, or that names a partition or
 * an offset that is not in the batch, means that all of it failed.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export function failedOffsets(answer: unknown, records: readonly LambdaKafkaRecord[]): FailedOffsets {
  const failures = fieldOf(answer, 'batchItemFailures') ?? [];
  const places = Array.isArray(failures) ? failures.map((failure) => placeOf(failure, records)) : [undefined];
  const lowest = new Map<string, number>();
  for (const place of places) {
    if (place === undefined) {
      return 'everything';
    }
    const name = partitionOf(place);
    lowest.set(name, Math.min(place.offset, lowest.get(name) ?? place.offset));
  }
  return lowest;
}

function placeOf(failure: unknown, records: readonly LambdaKafkaRecord[]): LambdaKafkaRecord | undefined {
  const identifier = fieldOf(failure, 'itemIdentifier');
  const [partition, offset] = [fieldOf(identifier, 'partition'), fieldOf(identifier, 'offset')];
  return records.find((record) => partitionOf(record) === partition && record.offset === offset);
}
