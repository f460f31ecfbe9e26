import { parseArgs } from 'node:util';
import { runMain } from '../backends/run-main.ts';
import { steps } from './steps.ts';
import { summary } from './summary.ts';
import { verify } from './verify.ts';

const help = `Usage: npm test [-- --only STEP]
       npm run verify [-- --only STEP]

npm test runs ${steps.map(({ name }) => name).join(', ')};
npm run verify leaves out what needs the local AWS endpoint: ${neededBy('aws-endpoint')}.
The endpoint is started for the run and stopped at its end. Logs are in .local/verify/.

Options
  --only STEP         run this step alone; may be repeated
  --without-backends  leave out what needs the local AWS endpoint
  --help              print this text

Exit code 0 when everything passed. What could not run is listed at the end; with CI=true that is a failure.
`;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      'without-backends': { type: 'boolean' },
      only: { type: 'string', multiple: true },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const chosen = steps
    .filter(({ needs }) => needs === 'nothing' || values['without-backends'] !== true)
    .filter(({ name }) => values.only?.includes(name) ?? true);
  const { lines, exitCode } = summary(await verify({ steps: chosen, signal: stopped(), say }), {
    ci: process.env['CI'] === 'true',
  });
  lines.forEach(say);
  return exitCode;
});

/** Ends the step that runs; what follows still stops the endpoint. */
function stopped(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function neededBy(needs: 'nothing' | 'aws-endpoint'): string {
  return steps
    .filter((step) => step.needs === needs)
    .map(({ name }) => name)
    .join(', ');
}
