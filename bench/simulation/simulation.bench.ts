import * as z from 'zod/mini';
import { runNode } from '../run-node.ts';

/** What the simulation gets through. */
export interface SimulationFigures {
  readonly schedules: number;
  /** Calls of ports in all schedules together, each a place where the process may have died. */
  readonly calls: number;
  readonly schedulesPerSecond: number;
}

const schedules = 500;
const args = ['test/simulation/main.ts', '--world', 'orders', '--seeds', String(schedules), '--json'];

const Totals = z.object({
  orders: z.object({ schedules: z.int(), seconds: z.number(), statistics: z.object({ calls: z.int() }) }),
});

/** Runs hostile schedules as `npm run simulate` does, in a fresh process. */
export async function benchSimulation(progress: (line: string) => void): Promise<SimulationFigures> {
  progress(`${schedules} simulated schedules`);
  const { output } = await runNode(args);
  const { schedules: done, seconds, statistics } = z.parse(Totals, JSON.parse(output) as unknown).orders;
  return { schedules: done, calls: statistics.calls, schedulesPerSecond: done / seconds };
}
