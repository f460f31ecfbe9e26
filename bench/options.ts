import { PipelineError } from '../lambdas/contracts/errors/pipeline-error.ts';
import { optionsOf } from '../localstack/backends/options-of.ts';

/** Names of the benches, in the order in which they run. */
export const benchNames = [
  'embedded',
  'bundles',
  'consume',
  'idempotency',
  'memory-store',
  'endpoint-store',
  'saga',
  'replay',
  'publish',
  'brokers',
  'simulation',
  'synth',
] as const;

/** The name of a bench. */
export type BenchName = (typeof benchNames)[number];

/** What `npm run bench` can be told. */
export interface BenchOptions {
  readonly only: readonly BenchName[];
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

/** What `--help` prints. */
export const benchHelp = `Measures this package on this machine. Nothing is asserted: a shared machine drifts.

Usage: npm run bench -- [options]

Options
  --only NAMES  some of ${benchNames.join(',')} (default: all)
  --json        print the figures as JSON
  --write       put the figures into docs/benchmarks.md as well; takes all benches
  --help        print this text`;

/**
 * Reads the options of `npm run bench`.
 *
 * @throws PipelineError `input-invalid` naming the option, what it must be and what came.
 */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { only, json = false, write = false, help = false } = optionsOf(options, args);
  if (write && only !== undefined) {
    throw new PipelineError('--write must come without --only, got both', { code: 'input-invalid' });
  }
  return { only: namesOf(only), json, write, help };
}

const options = {
  only: { type: 'string' },
  json: { type: 'boolean' },
  write: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function namesOf(only: string | undefined): readonly BenchName[] {
  const asked = only?.split(',').map((name) => name.trim()) ?? benchNames;
  const unknown = asked.find((name) => !benchNames.some((known) => known === name));
  if (unknown !== undefined) {
    throw new PipelineError(`--only must name some of ${benchNames.join(', ')}, got "${unknown}"`, {
      code: 'input-invalid',
    });
  }
  return benchNames.filter((name) => asked.includes(name));
}
