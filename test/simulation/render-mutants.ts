import { renderTable } from '../../localstack/report/render-table.ts';
import type { Catch } from './catch-mutants.ts';

/** What a table and a program are told of a mutant; all but the name are undefined when it got away. */
export interface MutantFigures {
  readonly mutant: string;
  readonly seed: number | undefined;
  /** Faults that it takes at that seed. */
  readonly faults: number | undefined;
  /** What it broke first. */
  readonly breach: string | undefined;
}

/** Longest text of a breach that a table shows. */
const longest = 100;

/** The figures of one mutant. */
export function mutantFigures({ mutant, broken }: Catch): MutantFigures {
  return { mutant, seed: broken?.seed, faults: broken?.faults.length, breach: broken?.breaches[0] };
}

/** What became of the mutants, for a reader. */
export function renderMutants(catches: readonly MutantFigures[]): string {
  const free = catches.filter(({ seed }) => seed === undefined).length;
  const rows = catches.map(({ mutant, seed = '-', faults = '-', breach = 'not caught' }) => [
    mutant,
    seed,
    faults,
    short(breach),
  ]);
  const verdict = free === 0 ? `all ${catches.length} mutants are caught` : `${free} of ${catches.length} got away`;
  return [...renderTable(['mutant', 'seed', 'faults', 'first promise broken'], rows), '', verdict].join('\n');
}

function short(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
