import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from './backend-error.ts';
import { localDirectory } from './project-paths.ts';

/** Something that is installed below `.local/tools`. */
export interface Installation {
  /** Its folder there, with the version: `kafka-4.4.0`. */
  readonly name: string;
  /** What is said while it is installed: `Kafka 4.4.0`. */
  readonly title: string;
  /** Fills an empty folder; throws when it cannot. */
  readonly fill: (folder: string) => Promise<void>;
}

/**
 * Answers the folder of an installation; the first call makes it.
 *
 * It is filled beside its place and then renamed: two that install at once do not harm each other, and half an
 * installation is never used.
 *
 * @throws PipelineError `backend-failed` when it cannot be moved into its place, and whatever `fill` throws.
 */
export async function installedOnce({ name, title, fill }: Installation, say: (line: string) => void): Promise<string> {
  const tools = join(localDirectory, 'tools');
  const folder = join(tools, name);
  if (existsSync(folder)) {
    return folder;
  }
  say(`installing ${title} into .local/tools ...`);
  await mkdir(tools, { recursive: true });
  const draft = await mkdtemp(join(tools, `${name}.`));
  try {
    await fill(draft);
    await rename(draft, folder).catch((cause: unknown) => {
      // Another one was quicker; its installation is as good.
      if (!existsSync(folder)) {
        throw backendError(`${title} must be movable into .local/tools`, 'look at its rights, then try again', cause);
      }
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
