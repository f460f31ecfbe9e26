import { median } from '../report/median.ts';

/** What one thing takes on both sides; the medians of the rounds. */
export interface Comparison {
  readonly ours: number;
  readonly peer: number;
  /** Ours by the peer's, the median of each round's own ratio. */
  readonly ratio: number;
}

/** What each of some phases takes on both sides. */
export type Phases<Phase extends string> = Readonly<Record<Phase, Comparison>>;

/** How often and with what two contestants take turns. */
export interface Turns<Input, Took> {
  /** Odd, so that there is a median. */
  readonly rounds: number;
  /** Rounds before them that do not count, in which the compiler settles. */
  readonly warmUpRounds: number;
  /** Makes what both sides of a round are given. */
  readonly inputOf: () => Input;
  /** Each answers what it took. */
  readonly ours: (input: Input) => Promise<Took>;
  readonly peer: (input: Input) => Promise<Took>;
}

/**
 * Lets two contestants take turns in one process, because a shared machine drifts; who goes first changes every round.
 */
export async function alternating<Input>(turns: Turns<Input, number>): Promise<Comparison> {
  return comparisonOf(await samplesOf(turns));
}

/** The same for contestants that answer what each of their phases took. */
export async function alternatingPhases<Input, Phase extends string>(
  phases: readonly Phase[],
  turns: Turns<Input, Readonly<Record<Phase, number>>>,
): Promise<Phases<Phase>> {
  const samples = await samplesOf(turns);
  const compared = phases.map((phase) => [
    phase,
    comparisonOf(samples.map(({ ours, peer }) => ({ ours: ours[phase], peer: peer[phase] }))),
  ]);
  return Object.fromEntries(compared) as Phases<Phase>;
}

interface Sample<Took> {
  readonly ours: Took;
  readonly peer: Took;
}

async function samplesOf<Input, Took>(turns: Turns<Input, Took>): Promise<readonly Sample<Took>[]> {
  const { rounds, warmUpRounds, inputOf } = turns;
  const samples: Sample<Took>[] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const input = inputOf();
    const oursFirst = round % 2 === 0;
    const first = await turns[oursFirst ? 'ours' : 'peer'](input);
    const second = await turns[oursFirst ? 'peer' : 'ours'](input);
    if (round >= 0) {
      samples.push(oursFirst ? { ours: first, peer: second } : { ours: second, peer: first });
    }
  }
  return samples;
}

function comparisonOf(samples: readonly Sample<number>[]): Comparison {
  return {
    ours: median(samples.map(({ ours }) => ours)),
    peer: median(samples.map(({ peer }) => peer)),
    ratio: median(samples.map(({ ours, peer }) => ours / peer)),
  };
}
