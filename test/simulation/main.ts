import { parseArgs } from 'node:util';
import { createProgressBar } from '../../localstack/report/progress-bar.ts';
import { renderTrace } from './render-trace.ts';
import { shrink } from './shrink.ts';
import { type Simulation, simulate } from './simulate.ts';

const help = `Runs the pipeline under thousands of hostile schedules in virtual time, and checks its invariants after each.

Usage: npm run simulate -- [options]

Options
  --seeds N  how many schedules (default: 500)
  --seed N   one schedule, with its trace
  --json     print the totals as JSON
  --help     print this text

Exit code: 0 when nothing broke, 1 when a schedule broke an invariant (its shrunk trace is printed), 2 for a wrong option.`;

interface Totals {
  schedules: number;
  calls: number;
  crashes: number;
  failures: number;
  stalls: number;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const { seeds, seed, json, wantsHelp, wrong } = options();
  if (wantsHelp || wrong !== undefined) {
    process.stdout.write(wrong === undefined ? `${help}\n` : '');
    process.stderr.write(wrong === undefined ? '' : `error: ${wrong}\nrun with --help for the options\n`);
    return wrong === undefined ? 0 : 2;
  }
  return seed === undefined ? many(seeds, json) : one(seed);
}

async function one(seed: number): Promise<number> {
  const simulation = await simulate({ seed });
  const lines = simulation.trace.map(({ call, process: name, label, fault }) =>
    [call, name, label, fault ?? ''].join('  ').trimEnd(),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  return reported(simulation);
}

async function many(seeds: number, json: boolean): Promise<number> {
  const totals: Totals = { schedules: 0, calls: 0, crashes: 0, failures: 0, stalls: 0 };
  const bar = createProgressBar(process.stderr, 'schedules', seeds);
  for (let seed = 1; seed <= seeds; seed += 1) {
    const simulation = await simulate({ seed });
    totals.schedules += 1;
    totals.calls += simulation.statistics.calls;
    totals.crashes += simulation.statistics.crashes;
    totals.failures += simulation.statistics.failures;
    totals.stalls += simulation.statistics.stalls;
    if (simulation.breaches.length > 0) {
      bar.finish();
      return reported(await shrink({ seed }, simulation));
    }
    bar.update(seed, `${totals.crashes} crashes survived`);
  }
  bar.finish();
  const { schedules, calls, crashes, failures, stalls } = totals;
  const said = `${schedules} schedules of ${calls} I/O calls: ${crashes} crashes, ${failures} failed or lost calls, ${stalls} stalls; every invariant held`;
  process.stdout.write(`${json ? JSON.stringify(totals, undefined, 2) : said}\n`);
  return 0;
}

function reported(simulation: Simulation): number {
  const broken = simulation.breaches.length > 0;
  process.stdout.write(broken ? `${renderTrace(simulation)}\n` : `seed ${simulation.seed}: every invariant held\n`);
  return broken ? 1 : 0;
}

function options(): {
  readonly seeds: number;
  readonly seed: number | undefined;
  readonly json: boolean;
  readonly wantsHelp: boolean;
  readonly wrong: string | undefined;
} {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '500' },
        seed: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const bad = [values.seeds, values.seed ?? '1'].find((text) => !/^[1-9]\d{0,8}$/.test(text));
    return {
      seeds: Number(values.seeds),
      seed: values.seed === undefined ? undefined : Number(values.seed),
      json: values.json,
      wantsHelp: values.help,
      wrong: bad === undefined ? undefined : `a number of seeds must be a whole number above 0, got "${bad}"`,
    };
  } catch (cause) {
    const wrong = cause instanceof Error ? cause.message : 'unreadable options';
    return { seeds: 0, seed: undefined, json: false, wantsHelp: false, wrong };
  }
}
