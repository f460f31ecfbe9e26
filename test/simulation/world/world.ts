import { seedStock } from '../../../localstack/seed/seed-stock.ts';
import type { Mutation } from '../mutants/mutation.ts';
import type { Scenario } from '../scenario.ts';
import type { Defect } from '../stage/defect.ts';
import { newProcess } from '../schedule/process.ts';
import { type Bell, createBell } from '../stage/bell.ts';
import { type Stage, type StageOptions, createStage } from '../stage/stage.ts';
import { patientDefinition } from './patient-definition.ts';

/** What a run is made of. */
export interface RunOptions extends StageOptions {
  readonly scenario: Scenario;
  readonly mutation: Mutation;
}

/** Everything of the orders that outlives the death of a process. */
export interface World extends Stage {
  readonly scenario: Scenario;
  readonly mutation: Mutation;
  /** Calls the operators when only they can help. */
  readonly helpdesk: Bell;
  /** How far orders and returns are sent, how often operators were called, what is repaired. */
  readonly progress: { sent: number; calls: number; repaired: boolean };
  /** Id of the message that each defect strikes. */
  readonly spoilt: Map<Defect, string>;
}

/** Makes a world in which nothing has happened but that the stock is there. */
export async function createWorld(options: RunOptions): Promise<World> {
  const { scenario, mutation } = options;
  const stage = createStage(patientDefinition, options);
  await seedStock(stage.items, scenario.stock);
  stage.ledger.noteCommits(newProcess('seed', 'import'));
  return {
    ...{ ...stage, scenario, mutation },
    helpdesk: createBell(),
    progress: { sent: 0, calls: 0, repaired: false },
    spoilt: new Map(),
  };
}
