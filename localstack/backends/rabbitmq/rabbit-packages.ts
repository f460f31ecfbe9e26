import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { localDirectory } from '../project-paths.ts';
import { runCommand } from '../run-command.ts';

/** Where RabbitMQ and its Erlang are, without having been installed into the system. */
export interface RabbitPackages {
  /** Folder whose `erl` comes first on the PATH of the server. */
  readonly erlangBin: string;
  readonly epmd: string;
  readonly server: string;
}

/**
 * Answers a RabbitMQ below `.local/tools`; the first call takes it from Debian's registry (40 MB) and unpacks it there.
 *
 * Nothing of the system is changed, and no service starts: packages are unpacked, not installed.
 *
 * @throws PipelineError `backend-failed` with what to do where there is no Debian or no registry.
 */
export async function rabbitPackages(say: (line: string) => void): Promise<RabbitPackages> {
  const tools = join(localDirectory, 'tools');
  const directory = join(tools, 'rabbitmq-debian');
  if (!existsSync(directory)) {
    say('unpacking RabbitMQ and Erlang into .local/tools/rabbitmq-debian ...');
    await mkdir(tools, { recursive: true });
    await install(directory, await mkdtemp(join(tools, 'rabbitmq-unpacking-')));
  }
  const erlangBin = join(directory, 'bin');
  return {
    erlangBin,
    epmd: join(directory, 'usr/lib/erlang/bin/epmd'),
    server: join(directory, 'usr/lib/rabbitmq/bin/rabbitmq-server'),
  };
}

const packages = [
  'rabbitmq-server',
  ...[
    ...['base', 'asn1', 'crypto', 'eldap', 'ftp', 'inets', 'mnesia', 'os-mon', 'parsetools', 'public-key'],
    ...['runtime-tools', 'snmp', 'ssl', 'syntax-tools', 'tftp', 'tools', 'xmerl'],
  ].map((name) => `erlang-${name}`),
];

/** Unpacked beside and then renamed: two that install at once do not meet, and a half installation is never used. */
async function install(directory: string, temporary: string): Promise<void> {
  const archives = join(temporary, 'archives');
  try {
    await mkdir(archives);
    await download(archives);
    for (const archive of await readdir(archives)) {
      await run('dpkg', ['-x', join(archives, archive), temporary]);
    }
    await rm(archives, { recursive: true });
    await writeErlangStart(temporary);
    await rename(temporary, directory).catch((cause: unknown) => {
      if (!existsSync(directory)) {
        throw backendError('RabbitMQ must be kept in .local/tools, it cannot be renamed', 'look at its rights', cause);
      }
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function download(archives: string): Promise<void> {
  const first = await runCommand('apt-get', ['download', ...packages], { cwd: archives });
  if (first.code === 0) {
    return;
  }
  // Lists that are old or not there yet; only root may fetch them.
  await runCommand('apt-get', ['update']);
  await run('apt-get', ['download', ...packages], archives);
}

async function run(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const { code, output } = await runCommand(command, args, cwd === undefined ? {} : { cwd });
  if (code !== 0) {
    throw backendError(
      `RabbitMQ must be unpackable from Debian, ${command} answered "${output.trim().split('\n').at(-1) ?? ''}"`,
      'check the network, or run on Debian or in a container of it, then run the command again',
    );
  }
}

/** Debian's own `erl` knows but /usr/lib/erlang; this one finds what lies beside it. */
async function writeErlangStart(root: string): Promise<void> {
  const [version = ''] = (await readdir(join(root, 'usr/lib/erlang'))).filter((name) => name.startsWith('erts-'));
  const lines = [
    '#!/bin/sh',
    'ROOTDIR=$(cd "$(dirname "$0")/../usr/lib/erlang" && pwd)',
    `BINDIR=$ROOTDIR/${version}/bin`,
    'EMU=beam',
    'PROGNAME=erl',
    'export ROOTDIR BINDIR EMU PROGNAME',
    'exec "$BINDIR/erlexec" ${1+"$@"}',
  ];
  await mkdir(join(root, 'bin'));
  await writeFile(join(root, 'bin', 'erl'), `${lines.join('\n')}\n`);
  await chmod(join(root, 'bin', 'erl'), 0o755);
}
