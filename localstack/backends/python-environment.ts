import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backendError } from './backend-error.ts';
import { localDirectory } from './project-paths.ts';
import { type CommandResult, runCommand } from './run-command.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/**
 * Answers a Python that can run the local AWS endpoint, in an environment of the project's own.
 *
 * The first call installs it (some seconds, from PyPI) with `python3 -m venv`; as root on Debian it installs
 * `python3-venv` when that is what is missing.
 *
 * @throws PipelineError `backend-failed` with what to do when there is no Python or no registry.
 */
export async function pythonEnvironment(say: (line: string) => void): Promise<string> {
  const directory = join(localDirectory, 'venv');
  const python = join(directory, 'bin', 'python3');
  const mark = join(directory, 'installed-requirements.txt');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(python) && (await textOf(mark)) === wanted) {
    return python;
  }
  say('installing the local AWS endpoint into .local/venv ...');
  await createEnvironment(directory);
  const { code, output } = await runCommand(python, [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '-r', requirements],
  ]);
  if (code !== 0) {
    throw backendError(
      `the local AWS endpoint must be installable from PyPI, pip answered ${lastLine(output)}`,
      'check the network and PIP_INDEX_URL, then run the command again',
    );
  }
  // Written last, so that an interrupted installation is done again.
  await writeFile(mark, wanted);
  return python;
}

async function createEnvironment(directory: string): Promise<void> {
  const create = async (python: string): Promise<CommandResult> => {
    await rm(directory, { recursive: true, force: true });
    return runCommand(python, ['-m', 'venv', directory]);
  };
  const first = await create('python3');
  if (first.code === 0) {
    return;
  }
  await installVenvModule();
  // The packaged interpreter, for which the module was installed; another may come first on the PATH.
  const second = await create('/usr/bin/python3');
  if (second.code !== 0) {
    throw backendError(
      `python3 with its venv module must be there, got ${lastLine(first.output)}`,
      'install it (Debian: apt-get install python3-venv, Fedora: dnf install python3, macOS: brew install python) ' +
        'or start a Docker engine, then run the command again',
    );
  }
}

/** Only root may install packages, and only Debian's are named so; elsewhere the second try fails and says what to do. */
async function installVenvModule(): Promise<void> {
  if (process.getuid?.() !== 0) {
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '--yes', '--no-install-recommends', 'python3-venv'];
  const { code } = await runCommand('apt-get', install, { env });
  if (code !== 0) {
    await runCommand('apt-get', ['update'], { env });
    await runCommand('apt-get', install, { env });
  }
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function lastLine(output: string): string {
  return `"${output.trim().split('\n').at(-1) ?? ''}"`;
}
