import { backendError } from '../backend-error.ts';
import { becomesHealthy } from '../endpoint-health.ts';
import type { EndpointRecord } from '../endpoint-record.ts';
import { ministackImage } from '../ministack-release.ts';
import type { EndpointPlace } from '../native-endpoint.ts';
import { projectOf } from './compose-project.ts';

const startMs = 60_000;

/**
 * Starts the local AWS endpoint with Docker Compose, bound to the loopback interface.
 *
 * @throws PipelineError `backend-failed` when Compose fails or the endpoint does not answer within a minute.
 */
export async function startDockerEndpoint({ directory, port, say, remember }: EndpointPlace): Promise<EndpointRecord> {
  const project = projectOf('compose.yaml', directory);
  const record = { kind: 'docker', url: `http://127.0.0.1:${port}`, project: project.name } as const;
  await remember(record);
  say(`starting ${ministackImage} with Docker Compose ...`);
  await project.up({ MINISTACK_IMAGE: ministackImage, MINISTACK_PORT: String(port) });
  if (!(await becomesHealthy(record.url, startMs, () => false))) {
    await project.down();
    throw backendError(
      `the local AWS endpoint must answer on port ${port} within ${startMs / 1000} s`,
      'see docker compose logs, or set PIPELINE_BACKENDS=native to do without Docker',
    );
  }
  return record;
}
