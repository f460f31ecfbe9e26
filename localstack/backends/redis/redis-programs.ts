import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { localDirectory } from '../project-paths.ts';
import { type CommandResult, runCommand } from '../run-command.ts';

/** The programs of Redis, and the environment in which they run: nothing of this process's gets in. */
export interface RedisPrograms {
  readonly server: string;
  readonly cli: string;
  readonly env: Readonly<Record<string, string>>;
}

// The server and what it is linked with that a small system lacks; Debian keeps each in a package of its own.
const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'liblua5.1-0', 'lua-cjson', 'lua-bitop'];

const path = '/usr/local/bin:/usr/bin:/bin';

/**
 * Answers programs of Redis 7 or later: those of the system, or Debian's, unpacked into `.local/tools`.
 *
 * Unpacking starts no service and needs no rights. Two that install at once leave one whole installation.
 *
 * @throws PipelineError `backend-failed` with what to do when there is neither.
 */
export async function redisPrograms(say: (line: string) => void): Promise<RedisPrograms> {
  const installed: RedisPrograms = { server: 'redis-server', cli: 'redis-cli', env: { PATH: path } };
  if (await runs(installed)) {
    return installed;
  }
  const tools = join(localDirectory, 'tools');
  const directory = join(tools, 'redis-7');
  const unpacked = programsIn(directory);
  if (!existsSync(unpacked.server)) {
    say('installing Redis into .local/tools ...');
    await mkdir(tools, { recursive: true });
    await unpackInto(directory, await mkdtemp(join(tools, 'redis-')));
  }
  if (!(await runs(unpacked))) {
    throw backendError('redis-server must run, the unpacked one does not', `remove ${directory} and try again`);
  }
  return unpacked;
}

async function runs({ server, env }: RedisPrograms): Promise<boolean> {
  const { code, output } = await runCommand(server, ['--version'], { env });
  const major = Number(/v=(?<major>\d+)\./u.exec(output)?.groups?.['major'] ?? 0);
  return code === 0 && major >= 7;
}

function programsIn(directory: string): RedisPrograms {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const libraries = join(directory, 'usr', 'lib', `${machine}-linux-gnu`);
  return {
    server: join(directory, 'usr', 'bin', 'redis-server'),
    cli: join(directory, 'usr', 'bin', 'redis-cli'),
    env: { PATH: path, LD_LIBRARY_PATH: libraries },
  };
}

async function unpackInto(directory: string, draft: string): Promise<void> {
  try {
    await unpack(draft);
    await rename(draft, directory).catch((cause: unknown) => {
      // Another one was quicker; its installation is as good.
      if (!existsSync(programsIn(directory).server)) {
        throw backendError('Redis must be movable into .local/tools', `remove ${directory} and try again`, cause);
      }
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function unpack(draft: string): Promise<void> {
  const download = (): Promise<CommandResult> => runCommand('apt-get', ['download', ...packages], { cwd: draft });
  let { code, output } = await download();
  if (code !== 0 && process.getuid?.() === 0) {
    // Lists of packages that are too old name files that are gone.
    await runCommand('apt-get', ['update']);
    ({ code, output } = await download());
  }
  if (code !== 0) {
    throw backendError(
      `redis-server of Debian must be downloadable, apt-get answered "${output.trim().split('\n').at(-1) ?? ''}"`,
      'install Redis 7 (Debian: apt-get install redis-server, macOS: brew install redis), then try again',
    );
  }
  for (const file of (await readdir(draft)).filter((name) => name.endsWith('.deb'))) {
    const unpacked = await runCommand('dpkg', ['-x', file, '.'], { cwd: draft });
    if (unpacked.code !== 0) {
      throw backendError(`${file} must be a package, dpkg answered "${unpacked.output.trim()}"`, 'try again');
    }
    await rm(join(draft, file));
  }
}
