import type { Simulation } from './simulate.ts';

/** Calls shown before and after each fault. */
const around = 3;

/** A broken run for a reader: its breaches, its faults with the calls around them, and how to see it again. */
export function renderTrace({ seed, breaches, faults, trace }: Simulation): string {
  const shown = new Set(
    faults.flatMap(({ call }) => Array.from({ length: 2 * around + 1 }, (_, at) => call - around + at)),
  );
  const lines = trace
    .filter(({ call }) => shown.has(call))
    .map(({ call, process, label, fault }) => `  ${call}  ${process}  ${label}${fault ? `  <- ${fault}` : ''}`);
  return [
    `seed ${seed} breaks:`,
    ...breaches.map((breach) => `  ${breach}`),
    `faults needed: ${faults.length}`,
    ...lines,
    `replay with: npm run simulate -- --seed ${seed}`,
  ].join('\n');
}
