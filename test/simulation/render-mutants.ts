import { renderTable } from '../../localstack/report/render-table.ts';
import type { Catch } from './catch-mutants.ts';

/** Longest text of a breach that a table shows. */
const longest = 100;

/** What became of the mutants, for a reader. */
export function renderMutants(catches: readonly Catch[]): string {
  const free = catches.filter(({ caught }) => caught === undefined).length;
  const rows = catches.map(({ mutant, caught }) =>
    caught === undefined
      ? [mutant, '-', '-', 'not caught']
      : [mutant, caught.seed, caught.faults, short(caught.breach)],
  );
  const verdict = free === 0 ? `all ${catches.length} mutants are caught` : `${free} of ${catches.length} got away`;
  return [...renderTable(['mutant', 'seed', 'faults', 'first promise broken'], rows), '', verdict].join('\n');
}

function short(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
