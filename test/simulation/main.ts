import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from '../../localstack/backends/run-main.ts';
import { createProgressBar } from '../../localstack/report/progress-bar.ts';
import { type SimulateOptions, simulateHelp, simulateOptions } from './options.ts';
import { mutantFigures, renderMutants } from './render-mutants.ts';
import { renderTotals } from './render-totals.ts';
import { renderCall, renderTrace } from './render-trace.ts';
import { type WorldName, worldNames, worlds } from './worlds.ts';
import { withBlock } from './with-block.ts';

const page = new URL('../../docs/simulation.md', import.meta.url);

/** What became of one world: whether every promise held, and what to print. */
interface Verdict {
  readonly holds: boolean;
  readonly text: string;
  readonly json: unknown;
}

await runMain(async () => {
  const options = simulateOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(simulateHelp);
    return 0;
  }
  const judge = options.seed !== undefined ? one(options.seed) : options.mutants ? broken : many;
  const verdicts: Record<string, Verdict> = {};
  for (const name of options.world === undefined ? worldNames : [options.world]) {
    verdicts[name] = await judge(name, options);
  }
  print(verdicts, options);
  return Object.values(verdicts).every(({ holds }) => holds) ? 0 : 1;
});

function one(seed: number): (name: WorldName) => Promise<Verdict> {
  return async (name) => {
    const simulation = await worlds[name].one(seed);
    const holds = simulation.breaches.length === 0;
    const verdict = holds ? `${name}, seed ${seed}: every invariant held` : renderTrace(simulation);
    return { holds, json: simulation, text: [...simulation.trace.map(renderCall), verdict].join('\n') };
  };
}

async function many(name: WorldName, options: SimulateOptions): Promise<Verdict> {
  const bar = createProgressBar(process.stderr, `schedules of ${name}`, options.seeds);
  const totals = await worlds[name].many(options.seeds, (schedules, { calls }) => {
    bar.update(schedules, `${calls} I/O calls`);
  });
  bar.finish();
  const text = renderTotals(totals);
  await document(name, options, { totals: text });
  if (totals.broken === undefined) {
    return { holds: true, json: totals, text };
  }
  return { holds: false, json: totals, text: `${text}\n${renderTrace(totals.broken)}` };
}

async function broken(name: WorldName, options: SimulateOptions): Promise<Verdict> {
  const bar = createProgressBar(process.stderr, `mutants of ${name}`, worlds[name].mutants.length);
  const catches = await worlds[name].broken((tried) => {
    bar.update(tried, `${tried} tried`);
  });
  bar.finish();
  const figures = catches.map(mutantFigures);
  const text = renderMutants(figures);
  const example = catches.map((one) => one.broken).find((run) => run !== undefined && run.faults.length > 0);
  // One example is enough for a page.
  const isShown = name === 'orders' && example !== undefined;
  await document(name, options, { mutants: text, ...(isShown && { trace: renderTrace(example) }) });
  return { holds: figures.every(({ seed }) => seed !== undefined), json: figures, text };
}

async function document(
  name: WorldName,
  { write }: SimulateOptions,
  blocks: Readonly<Record<string, string>>,
): Promise<void> {
  if (write) {
    const text = await readFile(page, 'utf8');
    await writeFile(
      page,
      Object.entries(blocks).reduce((next, [block, body]) => withBlock(next, `${name}-${block}`, body), text),
    );
  }
}

function print(verdicts: Readonly<Record<string, Verdict>>, { json }: SimulateOptions): void {
  const all = Object.entries(verdicts);
  const text = json
    ? JSON.stringify(Object.fromEntries(all.map(([name, verdict]) => [name, verdict.json])), undefined, 2)
    : all.map(([name, verdict]) => `${name}\n\n${verdict.text}\n`).join('\n');
  process.stdout.write(`${text}\n`);
}
