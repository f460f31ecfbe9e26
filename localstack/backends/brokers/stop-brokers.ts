import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { projectNamed } from '../docker/compose-project.ts';
import { stopProcess } from '../stop-process.ts';
import { stopLeftWorkers } from './left-workers.ts';
import { readBrokerRecord, removeBrokerRecord } from './broker-record.ts';

/** The folder, in the directory of a run, in which its brokers keep their files. */
export const brokersFolder = 'brokers';

/** The folder, in the directory of a run, that takes the logs of its workers. */
export const workersFolder = 'workers';

/**
 * Ends the brokers of a directory, with workers that outlived their run, and removes what they stored.
 *
 * @returns whether there were any
 * @throws PipelineError `backend-failed` naming the processes that did not end.
 */
export async function stopBrokers(directory: string): Promise<boolean> {
  await stopLeftWorkers(join(directory, workersFolder));
  const record = await readBrokerRecord(directory);
  const left = (await Promise.all((record?.processes ?? []).map((one) => stopProcess(one)))).flat();
  if (left.length > 0) {
    throw backendError(
      `every process of the local brokers must end, these did not: ${left.map(({ pid }) => pid).join(', ')}`,
      'end them by hand',
    );
  }
  if (record?.containers !== undefined) {
    await projectNamed('brokers.yaml', record.containers.project).down();
  }
  await removeBrokerRecord(directory);
  await rm(join(directory, brokersFolder), { recursive: true, force: true });
  return record !== undefined;
}
