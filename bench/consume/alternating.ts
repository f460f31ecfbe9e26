import { median } from '../report/median.ts';

/** What one thing takes on both sides; the medians of the rounds. */
export interface Comparison {
  readonly ours: number;
  readonly powertools: number;
  /** Ours by theirs, the median of each round's own ratio. */
  readonly ratio: number;
}

/** How often and with what two contestants take turns. */
export interface Turns<Input> {
  /** Odd, so that there is a median. */
  readonly rounds: number;
  /** Rounds before them that do not count, in which the compiler settles. */
  readonly warmUpRounds: number;
  /** Makes what both sides of a round are given. */
  readonly inputOf: () => Input;
  /** Each answers what it took. */
  readonly ours: (input: Input) => Promise<number>;
  readonly powertools: (input: Input) => Promise<number>;
}

/**
 * Lets two contestants take turns in one process, because a shared machine drifts; who goes first changes every round.
 */
export async function alternating<Input>(turns: Turns<Input>): Promise<Comparison> {
  const { rounds, warmUpRounds, inputOf } = turns;
  const samples: { readonly ours: number; readonly powertools: number }[] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const input = inputOf();
    const oursFirst = round % 2 === 0;
    const first = await turns[oursFirst ? 'ours' : 'powertools'](input);
    const second = await turns[oursFirst ? 'powertools' : 'ours'](input);
    if (round >= 0) {
      samples.push(oursFirst ? { ours: first, powertools: second } : { ours: second, powertools: first });
    }
  }
  return {
    ours: median(samples.map(({ ours }) => ours)),
    powertools: median(samples.map(({ powertools }) => powertools)),
    ratio: median(samples.map(({ ours, powertools }) => ours / powertools)),
  };
}
