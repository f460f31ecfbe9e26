import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { Step } from './step.ts';

const folders = ['bin', 'lib', 'lambdas', 'localstack', 'console', 'test', 'bench'];

/** Everything that is checked, in the order in which a mistake is found soonest. */
export const steps: readonly Step[] = [
  command('lint', ['eslint/bin/eslint.js', '.']),
  command('types', ['typescript/bin/tsc', '-p', '.']),
  command('format', ['prettier/bin/prettier.cjs', '--check', '.']),
  command('layers', ['dependency-cruiser/bin/dependency-cruise.mjs', ...folders]),
  synth('dev'),
  synth('prod'),
  jest('unit', 'nothing', 2),
  // One worker: all examples share one installation.
  jest('package', 'nothing', 1),
  jest('brokers', 'brokers', 2),
  jest('integration', 'aws-endpoint', 2),
  // One worker: they share a deployment.
  jest('e2e', 'aws-endpoint', 1),
];

/** Which of the steps a run takes. */
export interface StepChoice {
  /** Names, several in one text parted by commas. @default all */
  readonly only?: readonly string[] | undefined;
  /** Whether to take those that need a local backend. */
  readonly backends: boolean;
}

/**
 * The steps of a run, in their order.
 *
 * @throws PipelineError `input-invalid` for a name that no step has.
 */
export function chosenSteps({ only, backends }: StepChoice): readonly Step[] {
  const names = only?.flatMap((text) => text.split(',')).map((name) => name.trim());
  const known = steps.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new PipelineError(`--only must name steps of ${known.join(', ')}, got "${unknown}"`, {
      code: 'input-invalid',
    });
  }
  return steps
    .filter(({ needs }) => backends || needs === 'nothing')
    .filter(({ name }) => names === undefined || names.includes(name));
}

function command(name: string, script: readonly string[]): Step {
  return { name, kind: 'command', script, needs: 'nothing' };
}

/** Into a folder of its own: `cdk` locks the folder it writes to, and somebody may be using the usual one. */
function synth(environment: string): Step {
  const output = `.local/verify/cdk.out-${environment}`;
  const script = ['synth', '--quiet', '--no-notices', '--context', `env=${environment}`, '--output', output];
  return command(`synth-${environment}`, ['aws-cdk/bin/cdk', ...script]);
}

function jest(project: string, needs: Step['needs'], workers: number): Step {
  const script = ['jest/bin/jest.js', `--maxWorkers=${workers}`, '--selectProjects', project];
  return { name: project, kind: 'jest', script, needs };
}
