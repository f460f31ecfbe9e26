import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from './backend-error.ts';
import { projectNamed } from './docker/compose-project.ts';
import { readEndpointRecord, removeEndpointRecord } from './endpoint-record.ts';
import { stopProcess } from './stop-process.ts';

/**
 * Ends the local AWS endpoint of a directory with everything it started, and removes what it stored; its log stays.
 *
 * @returns the URL it answered on, undefined when none was recorded
 * @throws PipelineError `backend-failed` naming the processes that did not end.
 */
export async function stopEndpoint(directory: string): Promise<string | undefined> {
  const record = await readEndpointRecord(directory);
  if (record?.kind === 'docker') {
    await projectNamed('compose.yaml', record.project).down();
  } else if (record !== undefined) {
    const left = await stopProcess(record.process);
    if (left.length > 0) {
      throw backendError(
        `every process of the local AWS endpoint must end, these did not: ${left.map(({ pid }) => pid).join(', ')}`,
        'end them by hand',
      );
    }
  }
  await removeEndpointRecord(directory);
  for (const folder of ['tmp', 'state']) {
    await rm(join(directory, folder), { recursive: true, force: true });
  }
  return record?.url;
}
