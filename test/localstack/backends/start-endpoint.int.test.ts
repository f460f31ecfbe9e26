import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isHealthy } from '../../../localstack/backends/endpoint-health.ts';
import { readEndpointRecord, writeEndpointRecord } from '../../../localstack/backends/endpoint-record.ts';
import { ministackVersion } from '../../../localstack/backends/ministack-release.ts';
import {
  type ProcessIdentity,
  familyOf,
  identityOf,
  isRunning,
} from '../../../localstack/backends/process-identity.ts';
import { projectRoot, testDirectory } from '../../../localstack/backends/project-paths.ts';
import { runningEndpoint, startEndpoint } from '../../../localstack/backends/start-endpoint.ts';
import { stopEndpoint } from '../../../localstack/backends/stop-endpoint.ts';

const startMs = 60_000;
let directory: string;

beforeEach(() => {
  // These are about processes; containers are the engine's.
  process.env['PIPELINE_BACKENDS'] = 'native';
  directory = join(testDirectory, `endpoint-${randomUUID()}`);
});

afterEach(async () => {
  await stopEndpoint(directory);
  await rm(directory, { recursive: true, force: true });
});

describe('startEndpoint', () => {
  it(
    'starts an endpoint that a second command finds and stops, with every process and file gone',
    async () => {
      const started = await startEndpoint({ directory });
      const found = await runningEndpoint(directory);
      const family = familyIn(started.pid);

      await found?.stop();

      expect(found).toMatchObject({ url: started.url, pid: started.pid, found: true });
      expect(await isHealthy(started.url)).toBe(false);
      expect(family.filter((member) => isRunning(member))).toEqual([]);
      expect(await readEndpointRecord(directory)).toBeUndefined();
      expect(existsSync(join(directory, 'tmp'))).toBe(false);
    },
    startMs,
  );

  it(
    'starts anew where the recorded endpoint was killed',
    async () => {
      const killed = await startEndpoint({ directory });
      await kill(killed.pid);

      const next = await startEndpoint({ directory });

      expect(next.found).toBe(false);
      expect(next.pid).not.toBe(killed.pid);
      expect(await isHealthy(next.url)).toBe(true);
    },
    startMs,
  );
});

describe('stopEndpoint', () => {
  it('leaves a process alone that has the recorded pid but started at another time', async () => {
    const stranger = { pid: process.pid, started: 'at another time' };
    await mkdir(directory, { recursive: true });
    await writeEndpointRecord(directory, { kind: 'native', url: 'http://127.0.0.1:1', process: stranger });

    const stopped = await stopEndpoint(directory);

    expect(stopped).toBe('http://127.0.0.1:1');
    expect(identityOf(process.pid)).toBeDefined();
  });

  it('answers nothing where no endpoint was started', async () => {
    expect(await stopEndpoint(directory)).toBeUndefined();
  });
});

describe('the release of the endpoint', () => {
  it.each(['localstack/backends/requirements.txt', 'localstack/compose.yaml'])('is the same in %s', async (file) => {
    const text = await readFile(join(projectRoot, file), 'utf8');

    expect(/ministack(?:==|:)(?<version>[\d.]+)/u.exec(text)?.groups?.['version']).toBe(ministackVersion);
  });
});

function familyIn(pid: number | undefined): readonly ProcessIdentity[] {
  const leader = pid === undefined ? undefined : identityOf(pid);
  return leader === undefined ? [] : familyOf(leader);
}

/** Resolves once it is gone, not only told to go. */
async function kill(pid: number | undefined): Promise<void> {
  const [leader] = familyIn(pid);
  if (leader === undefined) {
    return;
  }
  process.kill(leader.pid, 'SIGKILL');
  while (isRunning(leader)) {
    await new Promise(setImmediate);
  }
}
