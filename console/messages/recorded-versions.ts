import type { Files } from './files.ts';
import { type RecordedVersion, recordedVersion } from './recorded-version.ts';

/** Where versions are recorded. */
export const recordedFolder = 'test/contracts-recorded';

/**
 * Everything that is recorded in a folder.
 *
 * @throws PipelineError `input-invalid` for a file that is something else.
 */
export async function recordedVersions(files: Files, folder: string): Promise<readonly RecordedVersion[]> {
  const paths = await files.list(folder);
  return Promise.all(paths.map(async (path) => recordedVersion(path, await files.readText(`${folder}/${path}`))));
}
