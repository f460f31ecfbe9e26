import type { Step } from './step.ts';

const folders = ['bin', 'lib', 'lambdas', 'localstack', 'test', 'bench'];

/** Everything that is checked, in the order in which a mistake is found soonest. */
export const steps: readonly Step[] = [
  command('format', ['prettier/bin/prettier.cjs', '--check', '.']),
  command('lint', ['eslint/bin/eslint.js', '.']),
  command('types', ['typescript/bin/tsc', '-p', '.']),
  command('layers', ['dependency-cruiser/bin/dependency-cruise.mjs', ...folders]),
  jest('unit', 'nothing', 2),
  synth('dev'),
  synth('prod'),
  jest('integration', 'aws-endpoint', 2),
  // They share one deployment.
  jest('e2e', 'aws-endpoint', 1),
];

function command(name: string, script: readonly string[]): Step {
  return { name, kind: 'command', script, needs: 'nothing' };
}

/** Into a folder of its own: `cdk` locks the folder it writes to, and somebody may be using the usual one. */
function synth(environment: string): Step {
  const output = `.local/verify/cdk.out-${environment}`;
  const script = ['aws-cdk/bin/cdk', 'synth', '--quiet', '--context', `env=${environment}`, '--output', output];
  return command(`synth ${environment}`, script);
}

function jest(project: string, needs: Step['needs'], workers: number): Step {
  return {
    name: project,
    kind: 'jest',
    script: ['jest/bin/jest.js', `--maxWorkers=${workers}`, '--selectProjects', project],
    needs,
  };
}
