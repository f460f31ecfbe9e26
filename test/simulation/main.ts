import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from '../../localstack/backends/run-main.ts';
import { createProgressBar } from '../../localstack/report/progress-bar.ts';
import { catchMutants } from './catch-mutants.ts';
import { mutants } from './mutants/mutants.ts';
import { type SimulateOptions, simulateHelp, simulateOptions } from './options.ts';
import { mutantFigures, renderMutants } from './render-mutants.ts';
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
  print(options.json ? totals : renderTotals(totals));
  await document(options, { totals: renderTotals(totals) });
  if (totals.broken === undefined) {
    return 0;
  }
  process.stderr.write(`${renderTrace(totals.broken)}\n`);
  return 1;
}

async function broken(options: SimulateOptions): Promise<number> {
  const bar = createProgressBar(process.stderr, 'mutants', Object.keys(mutants).length);
  const catches = await catchMutants((tried) => {
    bar.update(tried, `${tried} tried`);
  });
  bar.finish();
  const figures = catches.map(mutantFigures);
  print(options.json ? figures : renderMutants(figures));
  const example = catches.map((one) => one.broken).find((run) => run !== undefined && run.faults.length > 0);
  await document(options, {
    mutants: renderMutants(figures),
    ...(example && { trace: renderTrace(example) }),
  });
  return figures.every(({ seed }) => seed !== undefined) ? 0 : 1;
}

async function document({ write }: SimulateOptions, blocks: Readonly<Record<string, string>>): Promise<void> {
  if (write) {
    const text = await readFile(page, 'utf8');
    await writeFile(
      page,
      Object.entries(blocks).reduce((next, [name, block]) => withBlock(next, name, block), text),
    );
  }
}

function print(result: unknown): void {
  process.stdout.write(`${typeof result === 'string' ? result : JSON.stringify(result, undefined, 2)}\n`);
}
