import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { backendError } from './backend-error.ts';
import { becomesHealthy } from './endpoint-health.ts';
import type { EndpointRecord } from './endpoint-record.ts';
import { ministackImage } from './ministack-release.ts';
import type { EndpointPlace } from './native-endpoint.ts';
import { type CommandResult, runCommand } from './run-command.ts';

const composeFile = fileURLToPath(new URL('../compose.yaml', import.meta.url));
const startMs = 60_000;

/** Whether a Docker engine with Compose answers; the command alone is not enough. */
export async function dockerEngineRuns(): Promise<boolean> {
  const engine = await runCommand('docker', ['info']);
  return engine.code === 0 && (await runCommand('docker', ['compose', 'version'])).code === 0;
}

/**
 * Starts the local AWS endpoint with Docker Compose, bound to the loopback interface.
 *
 * @throws PipelineError `backend-failed` when Compose fails or the endpoint does not answer within a minute.
 */
export async function startDocker({ directory, port, say, remember }: EndpointPlace): Promise<EndpointRecord> {
  const project = `cdk-event-pipeline-${createHash('sha256').update(directory).digest('hex').slice(0, 8)}`;
  const url = `http://127.0.0.1:${port}`;
  await remember({ kind: 'docker', url, project });
  say(`starting ${ministackImage} with Docker Compose ...`);
  const { code, output } = await compose(project, ['up', '--detach'], port);
  if (code !== 0) {
    await stopDocker(project);
    throw backendError(
      `Docker Compose must start the local AWS endpoint, it said "${output.trim().split('\n').at(-1) ?? ''}"`,
      'check the engine and the registry, or set PIPELINE_BACKENDS=native to do without Docker',
    );
  }
  if (!(await becomesHealthy(url, startMs, () => false))) {
    await stopDocker(project);
    throw backendError(
      `the local AWS endpoint must answer on port ${port} within ${startMs / 1000} s`,
      'see docker compose logs, or set PIPELINE_BACKENDS=native to do without Docker',
    );
  }
  return { kind: 'docker', url, project };
}

/** Removes the containers of a project, and their data. */
export async function stopDocker(project: string): Promise<void> {
  const { code, output } = await compose(project, ['down', '--volumes', '--remove-orphans']);
  if (code !== 0) {
    throw backendError(
      `Docker Compose must stop the local AWS endpoint, it said "${output.trim().split('\n').at(-1) ?? ''}"`,
      `run docker compose -p ${project} down`,
    );
  }
}

async function compose(project: string, args: readonly string[], port?: number): Promise<CommandResult> {
  return runCommand('docker', ['compose', '--project-name', project, '--file', composeFile, ...args], {
    env: {
      ...process.env,
      MINISTACK_IMAGE: ministackImage,
      ...(port === undefined ? {} : { MINISTACK_PORT: String(port) }),
    },
  });
}
