import type { ConsumedCapacity, DynamoDBClient, ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { itemBytes } from '../../lambdas/core/item-size/item-bytes.ts';
import { itemOf } from '../../lambdas/adapters/dynamodb/item-of.ts';

/** Capacity units that requests took. */
export interface CapacityUnits {
  /** Write units of the table's items; a transaction takes twice as many. */
  readonly writes: number;
  /** Write units of all indexes, which are billed beside the table's. */
  readonly indexWrites: number;
  readonly reads: number;
}

/** What a client's requests have taken since the start or the last reset. */
export interface CapacityMeter {
  readonly used: CapacityUnits;
  reset(): void;
}

const nothing: CapacityUnits = { writes: 0, indexWrites: 0, reads: 0 };
const writeUnitBytes = 1024;
const readUnitBytes = 4096;

/**
 * Measures the capacity units that a client's requests take; it is changed in place and goes on working.
 *
 * Writes are what the endpoint answers to `ReturnConsumedCapacity`; `cost-budget-units.int.test.ts` holds that to AWS's
 * rules. A refused condition and a get by key are computed from the bytes of the item that came back, because the
 * first is answered without its units, though it is billed, and the local endpoint answers 1 to any consistent read.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function meterCapacity(client: DynamoDBClient): CapacityMeter {
  let used = nothing;
  const add = (units: Partial<CapacityUnits>): void => {
    used = together(used, { ...nothing, ...units });
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' };
      const reads = context.commandName === 'GetItemCommand';
      try {
        const result = await next({ ...args, input });
        add(reads ? { reads: readUnits(result.output) } : writeUnits(result.output));
        return result;
      } catch (cause) {
        add({ writes: refusedUnits(input, cause) });
        throw cause;
      }
    },
    { step: 'initialize', name: 'meterCapacity' },
  );
  return {
    get used() {
      return used;
    },
    reset: () => {
      used = nothing;
    },
  };
}

/** Units of a strongly consistent read: of an absent item as of the smallest. */
function readUnits(output: object): number {
  return 'Item' in output && output.Item !== undefined ? unitsOf(output.Item, readUnitBytes) : 1;
}

function writeUnits(output: ServiceOutputTypes): CapacityUnits {
  const answers = 'ConsumedCapacity' in output ? [output.ConsumedCapacity ?? []].flat() : [];
  return answers.map(unitsIn).reduce(together, nothing);
}

function unitsIn(answer: object): CapacityUnits {
  const { CapacityUnits: total = 0, GlobalSecondaryIndexes: indexes = {} }: ConsumedCapacity = answer;
  const indexWrites = Object.values(indexes).reduce((units, { CapacityUnits = 0 }) => units + CapacityUnits, 0);
  return { writes: total - indexWrites, indexWrites, reads: 0 };
}

function together(left: CapacityUnits, right: CapacityUnits): CapacityUnits {
  return {
    writes: left.writes + right.writes,
    indexWrites: left.indexWrites + right.indexWrites,
    reads: left.reads + right.reads,
  };
}

/** Units of a write whose condition did not hold: by the larger of the item as it is and as it was to be. */
function refusedUnits(input: object, cause: unknown): number {
  if (!(cause instanceof Error) || cause.name !== 'ConditionalCheckFailedException') {
    return 0;
  }
  const images = [input, cause].map((holder) => ('Item' in holder ? holder.Item : undefined));
  return Math.max(1, ...images.filter((image) => image !== undefined).map((image) => unitsOf(image, writeUnitBytes)));
}

function unitsOf(image: unknown, unitBytes: number): number {
  return Math.ceil(itemBytes(itemOf(image)) / unitBytes);
}
