import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { installedOnce } from '../installed-once.ts';
import { type CommandResult, runCommand } from '../run-command.ts';

/** The release of nats-server that local runs use. */
export const natsRelease = '2.15.2';

const path = ['/usr/local/go/bin', '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

/**
 * Answers the program of nats-server below `.local/tools`; the first call has Go build it there.
 *
 * @throws PipelineError `backend-failed` with what to do when there is no Go or it does not build.
 */
export async function natsProgram(say: (line: string) => void): Promise<string> {
  const title = `nats-server ${natsRelease}`;
  const folder = await installedOnce({ name: `nats-server-${natsRelease}`, title, fill: build }, say);
  return join(folder, 'nats-server');
}

async function build(folder: string): Promise<void> {
  let result = await goInstall(folder);
  if (result.code === 127 && process.getuid?.() === 0) {
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'golang-go']);
    result = await goInstall(folder);
  }
  if (result.code !== 0) {
    throw backendError(
      `nats-server must build, go answered "${result.output.trim().split('\n').at(-1) ?? ''}"`,
      'install Go 1.21 or later (https://go.dev/doc/install), then try again',
    );
  }
}

function goInstall(folder: string): Promise<CommandResult> {
  const args = ['install', `github.com/nats-io/nats-server/v2@v${natsRelease}`];
  const { PATH: own = '', GOPROXY } = process.env;
  return runCommand('go', args, {
    cwd: folder,
    env: {
      PATH: `${own}${delimiter}${path}`,
      HOME: homedir(),
      GOBIN: folder,
      // A Go that is older than the server asks for loads the one it needs.
      GOTOOLCHAIN: 'auto',
      ...(GOPROXY !== undefined && { GOPROXY }),
    },
  });
}
