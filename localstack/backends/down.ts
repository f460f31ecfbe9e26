import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEndpointRecord } from './endpoint-record.ts';
import { isRunning } from './process-identity.ts';
import { localDirectory } from './project-paths.ts';
import { runMain } from './run-main.ts';
import { stopEndpoint } from './stop-endpoint.ts';

const help = `Usage: npm run local:down

Ends every local AWS endpoint that was started for this project and is not in use by a command that still runs,
with all processes it started. What was deployed to it is gone; logs stay in .local/.
`;

async function down(): Promise<number> {
  let stopped = 0;
  for (const directory of await directories()) {
    const owner = (await readEndpointRecord(directory))?.owner;
    if (owner !== undefined && isRunning(owner)) {
      say(`left alone: the endpoint in ${directory} belongs to the running process ${owner.pid}`);
      continue;
    }
    const url = await stopEndpoint(directory);
    if (url !== undefined) {
      stopped += 1;
      say(`stopped the local AWS endpoint ${url}`);
    }
  }
  return stopped;
}

async function directories(): Promise<readonly string[]> {
  const entries = await readdir(localDirectory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(localDirectory, name));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await runMain(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
  } else if ((await down()) === 0) {
    say('no local AWS endpoint was running');
  }
  return 0;
});
