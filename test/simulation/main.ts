import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from '../../localstack/backends/run-main.ts';
import { createProgressBar } from '../../localstack/report/progress-bar.ts';
import { catchMutants } from './catch-mutants.ts';
import { mutants } from './mutants/mutants.ts';
import { type SimulateOptions, simulateHelp, simulateOptions } from './options.ts';
import { renderMutants } from './render-mutants.ts';
import { renderTotals } from './render-totals.ts';
import { renderCall, renderTrace } from './render-trace.ts';
import { simulateMany } from './simulate-many.ts';
import { simulate } from './simulate.ts';
import { withBlock } from './with-block.ts';

const page = new URL('../../docs/simulation.md', import.meta.url);

await runMain(async () => {
  const options = simulateOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(simulateHelp);
    return 0;
  }
  if (options.seed !== undefined) {
    return one(options.seed, options);
  }
  return options.mutants ? broken(options) : many(options);
});

async function one(seed: number, { json }: SimulateOptions): Promise<number> {
  const simulation = await simulate({ seed });
  const holds = simulation.breaches.length === 0;
  const verdict = holds ? `seed ${seed}: every invariant held` : renderTrace(simulation);
  print(json ? simulation : [...simulation.trace.map(renderCall), verdict].join('\n'));
  return holds ? 0 : 1;
}

async function many(options: SimulateOptions): Promise<number> {
  const bar = createProgressBar(process.stderr, 'schedules', options.seeds);
  const totals = await simulateMany(options.seeds, (schedules, { calls }) => {
    bar.update(schedules, `${calls} I/O calls`);
  });
  bar.finish();
  await report(options, { block: 'totals', result: totals, text: renderTotals(totals) });
  if (totals.broken === undefined) {
    return 0;
  }
  process.stderr.write(`${renderTrace(totals.broken)}\n`);
  return 1;
}

async function broken(options: SimulateOptions): Promise<number> {
  const bar = createProgressBar(process.stderr, 'mutants', Object.keys(mutants).length);
  const catches = await catchMutants(options.seeds, (done) => {
    bar.update(done, `${done} tried`);
  });
  bar.finish();
  await report(options, { block: 'mutants', result: catches, text: renderMutants(catches) });
  return catches.every(({ caught }) => caught !== undefined) ? 0 : 1;
}

async function report(
  { json, write }: SimulateOptions,
  { block, result, text }: { readonly block: string; readonly result: unknown; readonly text: string },
): Promise<void> {
  print(json ? result : text);
  if (write) {
    await writeFile(page, withBlock(await readFile(page, 'utf8'), block, text));
  }
}

function print(result: unknown): void {
  process.stdout.write(`${typeof result === 'string' ? result : JSON.stringify(result, undefined, 2)}\n`);
}
