import type { Random } from '../schedule/random.ts';
import type { Behaviour } from './services.ts';
import { undoableSteps } from './voyage.ts';

/** How whoever is asked about a voyage answers. */
export type Decision = 'approve' | 'reject' | 'approve, then reject' | 'never' | 'when it is too late';

/** One voyage, and what befalls it. */
export interface VoyagePlan {
  readonly voyage: string;
  readonly decision: Decision;
  /** How the services behave towards it, by step; as they should where nothing is said. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  /** Whether somebody gives it up somewhere on the way. */
  readonly unwanted: boolean;
  /** Whether it is wanted twice. */
  readonly twice: boolean;
}

/** An order of an operator in the middle of things, to whichever voyage it can be given first. */
export type MidOrder = 'retry' | 'compensate' | 'cancel';

/** What goes into a run of voyages. */
export interface VoyageScenario {
  readonly plans: readonly VoyagePlan[];
  /** Orders that operators give in the middle of things. */
  readonly orders: readonly MidOrder[];
  /** Voyages that are wanted before the second version is deployed; from then on every new process has both. */
  readonly upgradeAfter: number;
}

/** Services as they should be. */
export const obliging: Behaviour = { refuses: false, silentTimes: 0, undoFailures: 0 };

const decisions: readonly Decision[] = [
  'approve',
  'approve',
  'approve',
  'reject',
  'approve, then reject',
  'never',
  'when it is too late',
];
const midOrders: readonly MidOrder[] = ['retry', 'compensate', 'cancel'];

/** One scenario for each seed: a few voyages on which something may go wrong everywhere. */
export function randomVoyages(random: Random): VoyageScenario {
  const plans = Array.from({ length: 1 + random.below(4) }, (_, at) => randomPlan(random, `voyage${at}`));
  return {
    plans,
    orders: Array.from({ length: random.below(3) }, () => pick(random, midOrders)),
    upgradeAfter: random.below(plans.length + 1),
  };
}

function randomPlan(random: Random, voyage: string): VoyagePlan {
  const troubled = random.chance(0.7) ? [...undoableSteps, 'depart', 'arrive'].filter(() => random.chance(0.4)) : [];
  return {
    voyage,
    decision: pick(random, decisions),
    behaviours: Object.fromEntries(troubled.map((step) => [step, randomBehaviour(random, step)])),
    unwanted: random.chance(0.25),
    twice: random.chance(0.2),
  };
}

/** Commands without an answer: mostly few, now and then so many that the deadline passes. */
const silences = [0, 0, 0, 1, 2, 3, 12];

/** From the pivot on nothing is refused, as the definition says. */
function randomBehaviour(random: Random, step: string): Behaviour {
  const undoable = undoableSteps.some((one) => one === step);
  return {
    refuses: undoable && random.chance(0.4),
    silentTimes: silences[random.below(silences.length)] ?? 0,
    undoFailures: undoable && random.chance(0.4) ? random.below(5) : 0,
  };
}

function pick<Value>(random: Random, values: readonly [Value, ...Value[]] | readonly Value[]): Value {
  const value = values[random.below(values.length)];
  if (value === undefined) {
    throw new TypeError('there must be something to pick');
  }
  return value;
}
