import type { Comparison } from '../comparison/alternating.ts';
import { median } from '../report/median.ts';
import type { BrokerSides, Pair } from './sides.ts';
import { type Turn, consumeTurn, produceTurn } from './turns.ts';

/** What was measured of this package beside a peer on one broker. */
export interface BrokerFigures extends Pair {
  readonly broker: string;
  readonly step: Step;
  readonly messagesPerSecond: Comparison;
  readonly cpuMicroseconds: Comparison;
}

type Step = 'produce' | 'consume';

const steps = ['produce', 'consume'] as const;
const rounds = 5;
const warmUpRounds = 1;

/** Lets all sides of a broker take turns, each time on a new place and in another order. */
export async function compareSides(
  sides: BrokerSides,
  progress: (line: string) => void,
): Promise<readonly BrokerFigures[]> {
  const figures: BrokerFigures[] = [];
  for (const step of steps) {
    progress(`${sides.messages} messages to ${step} with ${sides.broker}`);
    const turns = await turnsOf(sides, step);
    figures.push(
      ...sides.pairs[step].map((pair) => ({ ...pair, ...comparedIn(turns, pair), broker: sides.broker, step })),
    );
  }
  return figures;
}

/** The turns of each side, in the order of the rounds. */
type Turns = ReadonlyMap<string, readonly Turn[]>;

async function turnsOf({ messages, ...sides }: BrokerSides, step: Step): Promise<Turns> {
  const run = {
    produce: sides.producers.map((side) => ({
      name: side.name,
      turn: (place: string) => produceTurn(side, place, messages),
    })),
    consume: sides.consumers.map((side) => ({
      name: side.name,
      turn: (place: string) => consumeTurn(side, place, messages),
    })),
  }[step];
  const turns = new Map(run.map(({ name }) => [name, [] as Turn[]]));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [index] of run.entries()) {
      const side = run[(index + round + warmUpRounds) % run.length];
      const turn = await side?.turn(`${step}-${round + warmUpRounds}-${index}`);
      if (round >= 0 && side !== undefined && turn !== undefined) {
        turns.get(side.name)?.push(turn);
      }
    }
  }
  return turns;
}

function comparedIn(turns: Turns, { ours, peer }: Pair): Pick<BrokerFigures, 'messagesPerSecond' | 'cpuMicroseconds'> {
  const [here = [], there = []] = [turns.get(ours), turns.get(peer)];
  const compared = (measure: keyof Turn): Comparison => ({
    ours: median(here.map((turn) => turn[measure])),
    peer: median(there.map((turn) => turn[measure])),
    ratio: median(here.map((turn, round) => turn[measure] / (there[round]?.[measure] ?? Number.NaN))),
  });
  return { messagesPerSecond: compared('messagesPerSecond'), cpuMicroseconds: compared('cpuMicroseconds') };
}
