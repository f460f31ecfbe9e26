import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from './backend-error.ts';
import { type CommandResult, runCommand } from './run-command.ts';

/** Packages of Debian that make up one program. */
export interface DebianPackages {
  readonly title: string;
  readonly packages: readonly string[];
  /** What to do where there is no Debian. */
  readonly otherwise: string;
}

/**
 * Unpacks packages of Debian into a folder: nothing of the system is changed, no service starts, no rights are needed.
 *
 * @throws PipelineError `backend-failed` with what to do where there is no Debian or no registry.
 */
export async function unpackDebian({ title, packages, otherwise }: DebianPackages, folder: string): Promise<void> {
  const archives = join(folder, 'archives');
  await mkdir(archives);
  const { code, output } = await download(packages, archives);
  if (code !== 0) {
    throw backendError(`${title} must be downloadable from Debian, apt-get answered "${lastLine(output)}"`, otherwise);
  }
  for (const archive of await readdir(archives)) {
    const unpacked = await runCommand('dpkg', ['-x', join(archives, archive), folder]);
    if (unpacked.code !== 0) {
      throw backendError(`${archive} must be a package, dpkg answered "${lastLine(unpacked.output)}"`, 'try again');
    }
  }
  await rm(archives, { recursive: true });
}

async function download(packages: readonly string[], folder: string): Promise<CommandResult> {
  const first = await runCommand('apt-get', ['download', ...packages], { cwd: folder });
  if (first.code === 0 || process.getuid?.() !== 0) {
    return first;
  }
  // Lists that are old or not there yet; only root may fetch them.
  await runCommand('apt-get', ['update']);
  return runCommand('apt-get', ['download', ...packages], { cwd: folder });
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
