import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installedOnce } from '../installed-once.ts';
import { unpackDebian } from '../unpack-debian.ts';

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
  const directory = await installedOnce({ name: 'rabbitmq-debian', title: 'RabbitMQ and Erlang', fill }, say);
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

async function fill(folder: string): Promise<void> {
  const otherwise = 'check the network, or run on Debian or in a container of it, then run the command again';
  await unpackDebian({ title: 'RabbitMQ', packages, otherwise }, folder);
  await writeErlangStart(folder);
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
