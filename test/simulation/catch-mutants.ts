import { firstBroken } from './first-broken.ts';
import { mutants } from './mutants/mutants.ts';
import { shrink } from './shrink.ts';

/** What became of one mutant. */
export interface Catch {
  readonly mutant: string;
  /** The first seed that caught it, how many faults that took, and what it broke first; undefined: it got away. */
  readonly caught: { readonly seed: number; readonly faults: number; readonly breach: string } | undefined;
}

/** Gives every mutant so many seeds to be caught. */
export async function catchMutants(seeds: number, onMutant: (caught: number) => void): Promise<readonly Catch[]> {
  const catches: Catch[] = [];
  for (const [mutant, mutation] of Object.entries(mutants)) {
    const broken = await firstBroken(mutation, seeds);
    const least = broken && (await shrink({ seed: broken.seed, mutation }, broken));
    const caught = least && { seed: least.seed, faults: least.faults.length, breach: least.breaches[0] ?? '' };
    catches.push({ mutant, caught });
    onMutant(catches.length);
  }
  return catches;
}
