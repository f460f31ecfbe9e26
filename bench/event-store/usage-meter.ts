import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { itemOf } from '../../lambdas/adapters/dynamodb/item-of.ts';
import { keyAttributes } from '../../lambdas/adapters/dynamodb/key-attributes.ts';
import { itemBytes } from '../../lambdas/core/item-size/item-bytes.ts';

/** What a client's requests took. */
export interface Usage {
  readonly requests: number;
  /** Write units, those of indexes included; a transaction takes twice as many. */
  readonly writes: number;
  /** Read units of strongly consistent reads. */
  readonly reads: number;
}

/** Measures a client's requests, whoever makes them. */
export interface UsageMeter {
  /** What was used since the last call, or since the start. */
  take(): Usage;
}

/** No request. */
export const noUsage: Usage = { requests: 0, writes: 0, reads: 0 };

/** What two took together. */
export function together(left: Usage, right: Usage): Usage {
  return {
    requests: left.requests + right.requests,
    writes: left.writes + right.writes,
    reads: left.reads + right.reads,
  };
}

/**
 * Measures what a client's requests take, by the same rules for every side: writes as the endpoint answers them, which is
 * how AWS bills them; reads from the bytes of the items that came back, since the endpoint answers 1 to any get.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function meterUsage(client: DynamoDBClient): UsageMeter {
  let used = noUsage;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const reads = context.commandName === 'GetItemCommand' || context.commandName === 'QueryCommand';
      const units = reads ? { reads: readUnits(result.output) } : { writes: writeUnits(result.output) };
      used = together(used, { ...noUsage, requests: 1, ...units });
      return result;
    },
    { step: 'initialize', name: 'meterUsage' },
  );
  return {
    take: () => {
      const taken = used;
      used = noUsage;
      return taken;
    },
  };
}

function writeUnits(output: object): number {
  const answers = 'ConsumedCapacity' in output ? [output.ConsumedCapacity].flat() : [];
  return answers.reduce<number>((units, answer) => units + unitsIn(answer ?? {}), 0);
}

function unitsIn({ CapacityUnits = 0 }: ConsumedCapacity): number {
  return CapacityUnits;
}

const readUnitBytes = 4096;

/** All items of an answer together are rounded up; an empty one costs as the smallest. */
function readUnits(output: object): number {
  const items = 'Items' in output ? [output.Items].flat() : 'Item' in output ? [output.Item] : [];
  const bytes = items.reduce<number>((sum, item) => sum + imageBytes(item), 0);
  return Math.max(1, Math.ceil(bytes / readUnitBytes));
}

const { partition, sort } = keyAttributes;
const noKey = { [partition]: { S: '' }, [sort]: { S: '' } };
const noKeyBytes = itemBytes(itemOf(noKey));

/** Bytes of an item whatever its key is called. */
function imageBytes(image: unknown): number {
  if (typeof image !== 'object' || image === null) {
    return 0;
  }
  return itemBytes(itemOf({ ...noKey, ...image })) - (partition in image ? 0 : noKeyBytes);
}
