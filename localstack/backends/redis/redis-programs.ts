import { join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { installedOnce } from '../installed-once.ts';
import { runCommand } from '../run-command.ts';
import { unpackDebian } from '../unpack-debian.ts';

/** The programs of Redis, and the environment in which they run: nothing of this process's gets in. */
export interface RedisPrograms {
  readonly server: string;
  readonly cli: string;
  readonly env: Readonly<Record<string, string>>;
}

// The server and what it is linked with that a small system lacks; Debian keeps each in a package of its own.
const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'liblua5.1-0', 'lua-cjson', 'lua-bitop'];

const otherwise = 'install Redis 7 (Debian: apt-get install redis-server, macOS: brew install redis), then try again';

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
  const directory = await installedOnce(
    {
      name: 'redis-7',
      title: 'Redis',
      fill: (folder) => unpackDebian({ title: 'Redis', packages, otherwise }, folder),
    },
    say,
  );
  const unpacked = programsIn(directory);
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
