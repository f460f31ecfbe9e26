import type { Process } from '../schedule/process.ts';
import { callOperators } from './call-operators.ts';
import { type Part, castOf, startDead } from './cast.ts';
import { drift, passTime } from './pass-time.ts';
import { patientDefinition } from './patient-definition.ts';
import { type RunOptions, type World, createWorld } from './world.ts';

/** A finished run: what lies in the store and the queues, and how it came about. */
export interface Outcome extends World {
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** Steps after which a run counts as endless. */
const stepLimit = 100_000;

/** Runs a scenario under faults until nothing is left to do. */
export async function run(options: RunOptions): Promise<Outcome> {
  const world = await createWorld(options);
  return { ...world, ended: await runToEnd(world, castOf(world)) };
}

async function runToEnd(world: World, cast: readonly Part[]): Promise<boolean> {
  const processes = new Map<string, Process>();
  // A look at empty queues changes nothing: after one round of looks at the same things, only time can help.
  let looked = '';
  for (let step = 0; step < stepLimit; step += 1) {
    startDead(processes, cast);
    await drained();
    if (world.scheduler.step()) {
      await drift(world);
    } else if (looked !== visible(world) && world.news.listeners > 0) {
      looked = visible(world);
      world.news.ring();
    } else if (await passTime(world)) {
      looked = '';
    } else if (!callOperators(world)) {
      return true;
    }
  }
  return false;
}

/** Changes whenever a process that looks again may find something to do. */
function visible({ broker, scheduler }: World): string {
  const waiting = Object.keys(patientDefinition.queues).map((name) => broker.figuresOf(name).visible);
  return [scheduler.effects, ...waiting].join();
}

/** Every promise that can go on by itself has done so: Node runs a tick only once no other promise is left to settle. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
