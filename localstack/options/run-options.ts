import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** What a run of the order pipeline can be told. */
export interface RunOptions {
  /** Paths of the CSV files of order lines, in the order in which they are read. */
  readonly orders: readonly string[];
  /** Orders to take from the files, from the beginning; undefined for all. */
  readonly limit: number | undefined;
  readonly declineAboveCents: number;
  /** Stock by SKU, where it is not to be as much as the orders ask for. */
  readonly stock: ReadonlyMap<string, number>;
  /** Where a local endpoint keeps its files; undefined for the usual place. */
  readonly directory: string | undefined;
  /** Whether Kafka, Redis, RabbitMQ and NATS are part of it, or SNS and SQS alone. @default true */
  readonly brokers: boolean;
  /** Nodes of Kafka, where brokers are started: three lose nothing with one of them. @default 1 */
  readonly kafkaNodes: 1 | 3;
  readonly json: boolean;
  readonly help: boolean;
}

const shippedOrders = fileURLToPath(new URL('../data/cdnow-orders.csv', import.meta.url));

/** Defaults of a run, by option. */
export const runDefaults = { orders: 'localstack/data/cdnow-orders.csv', declineAbove: '150' } as const;

/**
 * Reads the options of a run.
 *
 * @throws PipelineError `input-invalid` naming the option, what it must be and what came.
 */
export function runOptions(
  args: readonly string[],
  defaults: { readonly limit: number | undefined } = { limit: undefined },
): RunOptions {
  const values = parsed(args);
  return {
    orders: values.orders ?? [shippedOrders],
    limit: values.limit === undefined ? defaults.limit : wholeNumber('--limit', values.limit),
    declineAboveCents: cents('--decline-above', values['decline-above'] ?? runDefaults.declineAbove),
    stock: new Map((values.stock ?? []).map(stockOf)),
    directory: values.directory,
    brokers: values.brokers,
    kafkaNodes: oneOrThree('--kafka-nodes', values['kafka-nodes']),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

/** What `--help` prints below the usage line. */
export const runOptionsHelp = `Options
  --orders FILE           CSV of order lines: order_id,customer_id,placed_at,sku,quantity,amount
                          (default: ${runDefaults.orders});
                          may be repeated: the files are read one after another; an id with C is a return
  --limit N               only the first N orders of the files
  --decline-above AMOUNT  the payment of a larger order is declined (default: ${runDefaults.declineAbove})
  --stock SKU=N           stock of a SKU; may be repeated (default: as much as the orders ask for)
  --no-brokers            without Kafka, Redis, RabbitMQ, NATS and what is told over them
  --json                  print the report as JSON
  --help                  print this text`;

interface Values {
  readonly orders?: string[];
  readonly limit?: string;
  readonly 'decline-above'?: string;
  readonly stock?: string[];
  readonly directory?: string;
  readonly brokers: boolean;
  readonly 'kafka-nodes': string;
  readonly json?: boolean;
  readonly help?: boolean;
}

function parsed(args: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        orders: { type: 'string', multiple: true },
        limit: { type: 'string' },
        'decline-above': { type: 'string' },
        stock: { type: 'string', multiple: true },
        directory: { type: 'string' },
        brokers: { type: 'boolean', default: true },
        'kafka-nodes': { type: 'string', default: '1' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : 'unreadable';
    throw new PipelineError(`options must be known, got: ${problem}`, { code: 'input-invalid', cause });
  }
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw new PipelineError(`${option} must be a whole number, got "${value}"`, { code: 'input-invalid' });
  }
  return Number(value);
}

function oneOrThree(option: string, value: string): 1 | 3 {
  if (value !== '1' && value !== '3') {
    throw new PipelineError(`${option} must be 1 or 3, got "${value}"`, { code: 'input-invalid' });
  }
  return value === '1' ? 1 : 3;
}

function cents(option: string, value: string): number {
  const [, units, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(value) ?? [];
  if (units === undefined) {
    throw new PipelineError(`${option} must be an amount such as 150 or 149.99, got "${value}"`, {
      code: 'input-invalid',
    });
  }
  return Number(units) * 100 + Number(fraction.padEnd(2, '0'));
}

function stockOf(value: string): readonly [string, number] {
  const at = value.lastIndexOf('=');
  if (at < 1) {
    throw new PipelineError(`--stock must be SKU=N, got "${value}"`, { code: 'input-invalid' });
  }
  return [value.slice(0, at), wholeNumber('--stock', value.slice(at + 1))];
}
