import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { localDirectory } from '../project-paths.ts';
import { type CommandResult, runCommand } from '../run-command.ts';

/** The release of nats-server that local runs use. */
export const natsRelease = '2.15.2';

const path = ['/usr/local/go/bin', '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

/**
 * Answers the program of nats-server, built by Go below `.local/tools` when it is not there yet.
 *
 * Two that install at once leave one whole installation.
 *
 * @throws PipelineError `backend-failed` with what to do when there is no Go or it does not build.
 */
export async function natsProgram(say: (line: string) => void): Promise<string> {
  const tools = join(localDirectory, 'tools');
  const directory = join(tools, `nats-server-${natsRelease}`);
  const program = join(directory, 'nats-server');
  if (!existsSync(program)) {
    say(`building nats-server ${natsRelease} into .local/tools ...`);
    await mkdir(tools, { recursive: true });
    await buildInto(directory, await mkdtemp(join(tools, 'nats-server-')));
  }
  return program;
}

async function buildInto(directory: string, draft: string): Promise<void> {
  try {
    await build(draft);
    await rename(draft, directory).catch((cause: unknown) => {
      // Another one was quicker; its installation is as good.
      if (!existsSync(join(directory, 'nats-server'))) {
        throw backendError('nats-server must be movable into .local/tools', `remove ${directory} and try again`, cause);
      }
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function build(draft: string): Promise<void> {
  let result = await goInstall(draft);
  if (result.code === 127 && process.getuid?.() === 0) {
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'golang-go']);
    result = await goInstall(draft);
  }
  if (result.code !== 0) {
    throw backendError(
      `nats-server must build, go answered "${result.output.trim().split('\n').at(-1) ?? ''}"`,
      'install Go 1.21 or later (https://go.dev/doc/install), then try again',
    );
  }
}

function goInstall(draft: string): Promise<CommandResult> {
  const args = ['install', `github.com/nats-io/nats-server/v2@v${natsRelease}`];
  const { PATH: own = '', GOPROXY } = process.env;
  return runCommand('go', args, {
    cwd: draft,
    env: {
      PATH: `${own}${delimiter}${path}`,
      HOME: homedir(),
      GOBIN: draft,
      // A Go that is older than the server asks for loads the one it needs.
      GOTOOLCHAIN: 'auto',
      ...(GOPROXY !== undefined && { GOPROXY }),
    },
  });
}
