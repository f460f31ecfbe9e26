import type { TracedCall } from './schedule/scheduler.ts';
import type { Simulation } from './simulate.ts';

/** Calls shown before and after each fault. */
const around = 3;

/** A broken run for a reader: its breaches, its faults with the calls around them, and how to see it again. */
export function renderTrace({ world, seed, breaches, faults, trace }: Simulation): string {
  const shown = new Set(
    faults.flatMap(({ call }) => Array.from({ length: 2 * around + 1 }, (_, at) => call - around + at)),
  );
  return [
    `seed ${seed} breaks:`,
    ...breaches.map((breach) => `  ${breach}`),
    `faults needed: ${faults.length}`,
    ...trace.filter(({ call }) => shown.has(call)).map((call) => `  ${renderCall(call)}`),
    `replay with: npm run simulate -- --world ${world} --seed ${seed}`,
  ].join('\n');
}

/** One call of a trace on one line. */
export function renderCall({ call, process, label, fault }: TracedCall): string {
  return [String(call), process, label, ...(fault === undefined ? [] : [`<- ${fault}`])].join('  ');
}
