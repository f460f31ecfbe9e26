import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stopBrokers } from './brokers/stop-brokers.ts';
import { readEndpointRecord } from './endpoint-record.ts';
import { isRunning } from './process-identity.ts';
import { optionsOf } from './options-of.ts';
import { localDirectory } from './project-paths.ts';
import { runMain } from './run-main.ts';
import { stopEndpoint } from './stop-endpoint.ts';

const help = `Usage: npm run local:down [-- --directory DIR] [--json]

Ends every local AWS endpoint that was started for this project and is not in use by a command that still runs,
with all processes it started, and the brokers beside it. What was deployed to it is gone; logs stay in .local/.

Options
  --directory DIR  end what a run keeps there, and nothing else
  --json           print what was stopped and what was left alone as JSON
  --help           print this text
`;

/** What was done to the endpoints of this project. */
interface Outcome {
  /** URLs of those that ran. */
  readonly stopped: readonly string[];
  /** Those that a running command uses, with its process id. */
  readonly inUse: readonly { readonly url: string; readonly by: number }[];
  /** Directories whose brokers were stopped. */
  readonly brokers: readonly string[];
}

async function down(directories: readonly string[]): Promise<Outcome> {
  const stopped: string[] = [];
  const inUse: { url: string; by: number }[] = [];
  const brokers: string[] = [];
  for (const directory of directories) {
    const record = await readEndpointRecord(directory);
    if (record?.owner !== undefined && isRunning(record.owner)) {
      inUse.push({ url: record.url, by: record.owner.pid });
    } else if (record !== undefined) {
      await stopEndpoint(directory);
      stopped.push(record.url);
    }
    if (!inUse.some(({ url }) => url === record?.url) && (await stopBrokers(directory))) {
      brokers.push(directory);
    }
  }
  return { stopped, inUse, brokers };
}

async function directoriesOfProject(): Promise<readonly string[]> {
  const entries = await readdir(localDirectory, { withFileTypes: true }).catch(() => []);
  const inside = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(localDirectory, name));
  return [localDirectory, ...inside];
}

function told({ stopped, inUse, brokers }: Outcome): string {
  const lines = [
    ...stopped.map((url) => `stopped the local AWS endpoint ${url}`),
    ...brokers.map((directory) => `stopped the local brokers in ${relative(process.cwd(), directory)}`),
    ...inUse.map(({ url, by }) => `left alone: the endpoint ${url} belongs to the running process ${by}`),
  ];
  return lines.length === 0 ? 'no local AWS endpoint or broker was running' : lines.join('\n');
}

await runMain(async () => {
  const {
    help: asked = false,
    json = false,
    directory,
  } = optionsOf({
    directory: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  const outcome = asked ? undefined : await down(directory === undefined ? await directoriesOfProject() : [directory]);
  process.stdout.write(outcome === undefined ? help : `${json ? JSON.stringify(outcome) : told(outcome)}\n`);
  return 0;
});
