import { optionsOf } from '../backends/options-of.ts';
import { runMain } from '../backends/run-main.ts';
import { chosenSteps, steps } from './steps.ts';
import { renderSummary, summaryOf } from './summary.ts';
import { verify } from './verify.ts';

const interrupted = 130;

const help = `Usage: npm test [-- options]
       npm run verify [-- options]

npm test runs ${steps.map(({ name }) => name).join(', ')};
npm run verify leaves out what needs a local backend, the AWS endpoint or a broker: ${backendSteps()}.
They are installed and started for the run and stopped at its end. Logs are in .local/verify/.

Options
  --only STEP[,STEP]  run these steps alone; may be repeated
  --no-backends       leave out what needs a local backend
  --json              print the result as JSON, and the progress on standard error
  --help              print this text

What could not run is listed at the end; with CI=true that is a failure.
Exit code: 0 when everything passed, 1 when something failed, 2 for a wrong option, 130 after Ctrl-C.

Example: npm test -- --only lint,unit
`;

await runMain(async () => {
  const options = optionsOf({
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean' },
    'no-backends': { type: 'boolean' },
    only: { type: 'string', multiple: true },
  });
  if (options.help === true) {
    process.stdout.write(help);
    return 0;
  }
  return run({
    only: options.only,
    backends: options['no-backends'] !== true,
    json: options.json === true,
  });
});

async function run(options: {
  readonly only: readonly string[] | undefined;
  readonly backends: boolean;
  readonly json: boolean;
}): Promise<number> {
  const say = (line: string): void => {
    (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  const judged = { ci: process.env['CI'] === 'true' };
  const signal = stopSignal();
  const results = await verify({ steps: chosenSteps(options), signal, say });
  const summary = summaryOf(results, judged);
  renderSummary(results, summary, judged).forEach(say);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...summary, steps: results }, undefined, 2)}\n`);
  }
  return signal.aborted ? interrupted : summary.exitCode;
}

/** Ends the steps that run; what follows still stops the endpoint. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

function backendSteps(): string {
  const needing = steps.filter(({ needs }) => needs !== 'nothing');
  return needing.map(({ name }) => name).join(', ');
}
