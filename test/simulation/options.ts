import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { optionsOf } from '../../localstack/backends/options-of.ts';
import { type WorldName, worldNames } from './worlds.ts';

/** What `npm run simulate` can be told. */
export interface SimulateOptions {
  /** The one world to run. @default every world, one after another */
  readonly world: WorldName | undefined;
  /** How many schedules to run; seeds 1 to this one. */
  readonly seeds: number;
  /** The one schedule to run instead. */
  readonly seed: number | undefined;
  /** Whether to break the pipeline on purpose instead. */
  readonly mutants: boolean;
  readonly json: boolean;
  /** Whether to put the result into the documentation. */
  readonly write: boolean;
  readonly help: boolean;
}

/** Schedules that `npm test` runs. */
export const defaultSeeds = 200;

/** What `--help` prints. */
export const simulateHelp = `Runs three worlds, orders, sagas and brokers, under thousands of hostile schedules in virtual time, and checks its invariants after each.

Usage: npm run simulate -- [options]

Options
  --world W  orders, sagas or brokers (default: all, one after another)
  --seeds N  how many schedules (default: ${defaultSeeds})
  --seed N   one schedule, call by call
  --mutants  break the pipeline in every known way, and say which seed catches it
  --json     print the result as JSON
  --write    put what is printed into docs/simulation.md as well
  --help     print this text

Exit code: 0 when nothing broke (of the mutants: when each was caught), 1 when a schedule broke an invariant (its
shrunk trace is printed), 2 for a wrong option.

Example: npm run simulate -- --seeds 2000
`;

/**
 * Reads the options of `npm run simulate`.
 *
 * @throws PipelineError `input-invalid` naming the option, what it must be and what came.
 */
export function simulateOptions(args: readonly string[]): SimulateOptions {
  const values = optionsOf(
    {
      world: { type: 'string' },
      seeds: { type: 'string' },
      seed: { type: 'string' },
      mutants: { type: 'boolean' },
      json: { type: 'boolean' },
      write: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    args,
  );
  refuseTogether(values);
  return { ...defaults, ...values, ...numbersOf(values), world: worldOf(values.world) };
}

const defaults = { mutants: false, json: false, write: false, help: false } as const;

function refuseTogether(values: object): void {
  const [one, other] = ['seed', 'mutants', 'seeds', 'write'].filter((name) => Object.hasOwn(values, name));
  if ((one === 'seed' && other !== undefined) || (one === 'mutants' && other === 'seeds')) {
    throw new PipelineError(`--${one} must come without --${other}, got both`, { code: 'input-invalid' });
  }
}

function worldOf(name: string | undefined): WorldName | undefined {
  const world = worldNames.find((one) => one === name);
  if (name !== undefined && world === undefined) {
    throw new PipelineError(`--world must be one of ${worldNames.join(', ')}, got "${name}"`, {
      code: 'input-invalid',
    });
  }
  return world;
}

function numbersOf(
  values: Readonly<Partial<Record<'seeds' | 'seed', string>>>,
): Pick<SimulateOptions, 'seeds' | 'seed'> {
  return { seeds: numberOf(values, 'seeds') ?? defaultSeeds, seed: numberOf(values, 'seed') };
}

function numberOf(
  values: Readonly<Partial<Record<'seeds' | 'seed', string>>>,
  name: 'seeds' | 'seed',
): number | undefined {
  const value = values[name];
  if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value)) {
    throw new PipelineError(`--${name} must be a whole number above 0, got "${value}"`, { code: 'input-invalid' });
  }
  return value === undefined ? undefined : Number(value);
}
