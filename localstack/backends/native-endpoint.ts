import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { backendError } from './backend-error.ts';
import { becomesHealthy } from './endpoint-health.ts';
import type { EndpointRecord } from './endpoint-record.ts';
import { type ProcessIdentity, identityOf, isRunning } from './process-identity.ts';
import { nodeDirectory } from './project-paths.ts';
import { pythonEnvironment } from './python-environment.ts';
import { stopProcess } from './stop-process.ts';

/** How an endpoint is started. */
export interface EndpointPlace {
  /** Takes its log and its temporary files; must lie inside the project, where functions find `node_modules`. */
  readonly directory: string;
  readonly port: number;
  readonly say: (line: string) => void;
  /** Takes the record as soon as there is something to stop, so that nothing is orphaned by a Ctrl-C at the start. */
  readonly remember: (record: EndpointRecord) => Promise<void>;
}

const startMs = 60_000;

/**
 * Starts the local AWS endpoint as a process of its own, which outlives this one.
 *
 * @throws PipelineError `backend-failed` with the end of its log when it does not answer within a minute.
 */
export async function startNative({ directory, port, say, remember }: EndpointPlace): Promise<EndpointRecord> {
  const python = await pythonEnvironment(say);
  const log = join(directory, 'aws-endpoint.log');
  const identity = await launch(python, { directory, port, log });
  const url = `http://127.0.0.1:${port}`;
  const record: EndpointRecord = { kind: 'native', url, process: identity };
  await remember(record);
  if (!(await becomesHealthy(url, startMs, () => !isRunning(identity)))) {
    await stopProcess(identity);
    throw backendError(
      `the local AWS endpoint must answer on port ${port}, it said "${await endOf(log)}"`,
      `see ${log}`,
    );
  }
  return record;
}

async function launch(
  python: string,
  { directory, port, log }: { readonly directory: string; readonly port: number; readonly log: string },
): Promise<ProcessIdentity> {
  const temporary = join(directory, 'tmp');
  const state = join(directory, 'state');
  for (const folder of [temporary, state]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  // The endpoint writes CommonJS with the ending .js there, below this project's package.json, which says ESM.
  await writeFile(join(temporary, 'package.json'), '{ "type": "commonjs" }\n');
  const output = await open(log, 'w');
  try {
    const child = spawn(python, ['-m', 'ministack'], {
      cwd: directory,
      // Leads a group, so that everything it starts can be found, and gets no Ctrl-C of this terminal.
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      env: environmentOf({ directory, temporary, state, port }),
    });
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    child.on('error', () => undefined);
    child.unref();
    if (identity === undefined) {
      throw backendError('the local AWS endpoint must start, it ended at once', `see ${log}`);
    }
    return identity;
  } finally {
    await output.close();
  }
}

/** Nothing of this process's environment gets in: a real AWS profile must not reach the endpoint or its functions. */
function environmentOf(place: {
  readonly directory: string;
  readonly temporary: string;
  readonly state: string;
  readonly port: number;
}): NodeJS.ProcessEnv {
  return {
    HOME: place.directory,
    PATH: [nodeDirectory, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    TMPDIR: place.temporary,
    STATE_DIR: place.state,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(place.port),
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    LOG_LEVEL: 'WARNING',
    NODE_NO_WARNINGS: '1',
  };
}

async function endOf(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trim().split('\n').at(-1) ?? '';
}
