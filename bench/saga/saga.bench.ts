import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type Comparison, alternating } from '../comparison/alternating.ts';
import { durableExecutions } from './durable-executions.ts';
import { resultOf, stepNames } from './five-steps.ts';
import { ourSagas } from './our-sagas.ts';

/** What a step of a saga costs, here and in the local runner of AWS's durable executions. */
export interface SagaFigures {
  /** Microseconds of CPU, of all threads of the process. A ratio of at most 1 is the aim. */
  readonly cpu: Comparison;
  /** Requests to the table for each step, and checkpoints of the other. */
  readonly requests: { readonly ours: number; readonly peer: number };
}

const sagasPerRound = 100;
const executionsPerRound = 5;

/**
 * Measures sagas of five steps in memory, each step answered at once: here a command, its reply, and the commit between;
 * there a durable step and its checkpoints. Both must end with the results of all steps.
 *
 * CPU time, because the local runner waits between its polls, and a wait is no work.
 */
export async function benchSaga(progress: (line: string) => void): Promise<SagaFigures> {
  progress('sagas of five steps, and durable executions');
  const executions = await durableExecutions();
  try {
    const cpu = await alternating({
      rounds: 11,
      warmUpRounds: 3,
      inputOf: () => undefined,
      ours: () => {
        const items = createMemoryItemStore();
        const run = ourSagas(items, items);
        return cpuPerStep(sagasPerRound, () => run(uuidSource.next()));
      },
      peer: () => cpuPerStep(executionsPerRound, () => executions.run()),
    });
    const peer = (await executions.checkpoints()) / stepNames.length;
    return { cpu, requests: { ours: await requestsPerStep(), peer } };
  } finally {
    await executions.close();
  }
}

async function cpuPerStep(times: number, run: () => Promise<readonly string[]>): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    refuseWrong(await run());
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (times * stepNames.length);
}

function refuseWrong(results: readonly string[]): void {
  const wanted = stepNames.map(resultOf).join();
  if (results.join() !== wanted) {
    throw new PipelineError(`a saga must end with "${wanted}", got "${results.join()}"`, { code: 'batch-failed' });
  }
}

/** The write of the start is of no step. */
async function requestsPerStep(): Promise<number> {
  const items = createMemoryItemStore();
  let requests = 0;
  const counted: typeof items = {
    ...items,
    get: (key) => ((requests += 1), items.get(key)),
    write: (write) => ((requests += 1), items.write(write)),
    transact: (writes) => ((requests += 1), items.transact(writes)),
    query: (query) => ((requests += 1), items.query(query)),
  };
  await ourSagas(counted, items)(uuidSource.next());
  const startWrites = 1;
  return (requests - startWrites) / stepNames.length;
}
