import type { Deployment } from '../deploy/deployment.ts';
import type { WorkerProgram } from './start-workers.ts';

/** The programs that run beside the functions of a deployment: consumers that none of them is, and who answers calls. */
export function workersOf({
  definition,
  functionNames,
}: Pick<Deployment, 'definition' | 'functionNames'>): readonly WorkerProgram[] {
  const consumers = Object.entries(definition.consumers).flatMap(([name, { worker }]) =>
    worker === undefined || name in functionNames ? [] : [{ name, file: worker }],
  );
  const calls = Object.entries(definition.rabbitmq?.calls ?? {}).map(([name, { worker }]) => ({ name, file: worker }));
  return [...consumers, ...calls];
}
